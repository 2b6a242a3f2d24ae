import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Button, Menu, Modal, Skeleton } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useChatClient } from '@chat/react';
import { Copy, History as HistoryIcon, Pencil, Reply, SmilePlus, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { useCopy } from '../admin/query.js';
import { Failed } from '../app/Failed.js';
import { useTell } from '../lib/hooks.js';
import { inWords } from '../lib/problems.js';
import { useTeam } from '../lib/team.js';
import { moment } from '../lib/time.js';
import { useTalk } from './talk.js';
import type { ThreadMessage } from './types.js';

const EmojiPicker = lazy(() => import('./EmojiPicker.js'));

/** The signs that are given most. */
const SIGNS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** What can be done with one message. WhatsApp takes nothing back that it was given. */
export default function MessageMenu({ message, source, children, onClose }: { message: ThreadMessage; source: string; children: ReactNode; onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const chat = useChatClient();
  const { me, may } = useTeam();
  const { quote, react } = useTalk();
  const copy = useCopy();
  const tell = useTell();
  const [doing, setDoing] = useState<'edit' | 'delete' | 'history' | 'react' | null>(null);
  const [isOpen, setOpen] = useState(true);
  const { id, senderId, senderType, kind, deletedAt, editedAt, content } = message;
  const isMine = senderType === 'agent' && senderId === me.id && !deletedAt && may('conversations.reply');
  const mayChange = isMine && (kind === 'note' || source === 'website');
  const mayReact = senderType === 'customer' && kind === 'reply' && !deletedAt && may('conversations.reply');
  const given = message.reactions.find((it) => it.by === 'agent')?.emoji;
  const path = { path: { id } };
  const end = (): void => {
    setDoing(null);
    onClose();
  };
  return (
    <>
      <Menu opened={isOpen} onChange={(now) => {
        setOpen(now);
        if (!now && doing === null) onClose();
      }} width={210}>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          {mayReact && (
            <div className="sign-row" role="group" aria-label={t('inbox:sign.give')}>
              {SIGNS.map((sign) => (
                <Menu.Item key={sign} className={sign === given ? 'is-on' : ''} aria-label={t(sign === given ? 'inbox:sign.takeBack' : 'inbox:sign.giveOne', { emoji: sign })} onClick={() => react(message, sign === given ? null : sign)}>
                  {sign}
                </Menu.Item>
              ))}
              <Menu.Item aria-label={t('inbox:sign.more')} title={t('inbox:sign.more')} onClick={() => setDoing('react')}>
                <SmilePlus size={16} aria-hidden />
              </Menu.Item>
            </div>
          )}
          {!deletedAt && may('conversations.reply') && (
            <Menu.Item leftSection={<Reply size={15} className="flip" />} onClick={() => quote(message)}>
              {t('inbox:message.quote')}
            </Menu.Item>
          )}
          {!deletedAt && content !== '' && (
            <Menu.Item leftSection={<Copy size={15} />} onClick={() => void copy(content)}>
              {t('inbox:message.copy')}
            </Menu.Item>
          )}
          {mayChange && (
            <Menu.Item leftSection={<Pencil size={15} />} onClick={() => setDoing('edit')}>
              {t('inbox:message.edit')}
            </Menu.Item>
          )}
          {(editedAt || deletedAt) && (
            <Menu.Item leftSection={<HistoryIcon size={15} />} onClick={() => setDoing('history')}>
              {t('inbox:message.history')}
            </Menu.Item>
          )}
          {mayChange && (
            <Menu.Item color="red" leftSection={<Undo2 size={15} />} onClick={() => setDoing('delete')}>
              {t('inbox:message.delete')}
            </Menu.Item>
          )}
          {message.isBillable !== null && <Menu.Label>{t(message.isBillable ? 'inbox:message.billable' : 'inbox:message.free')}</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      {doing === 'react' && (
        <Modal opened onClose={end} title={t('inbox:sign.give')} size="auto" closeButtonProps={{ 'aria-label': t('thread.close') }}>
          <Suspense fallback={<div className="emojis" />}>
            <EmojiPicker onPick={(sign) => {
              react(message, sign);
              end();
            }} />
          </Suspense>
        </Modal>
      )}
      {doing === 'edit' && <Edit message={message} onClose={end} />}
      {doing === 'history' && <Versions id={id} onClose={end} />}
      {doing === 'delete' && (
        <Confirm
          title={t('inbox:message.deleteTitle')}
          deed={t('inbox:message.delete')}
          onClose={end}
          onConfirm={() =>
            chat.api.delete('/api/v1/messages/{id}', path).catch((thrown: unknown) => {
              tell(thrown);
              throw thrown;
            })
          }
        >
          <p>{t(kind === 'note' ? 'inbox:message.deleteNote' : 'inbox:message.deleteHint')}</p>
        </Confirm>
      )}
    </>
  );
}

function Edit({ message: { id, content }, onClose }: { message: ThreadMessage; onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const chat = useChatClient();
  const tell = useTell();
  const [text, setText] = useState(content);
  const [isBusy, setBusy] = useState(false);
  const wanted = text.trim();
  const isReady = wanted !== '' && wanted !== content && !isBusy;
  const save = async (): Promise<void> => {
    if (!isReady) return;
    setBusy(true);
    try {
      await chat.api.patch('/api/v1/messages/{id}', { path: { id }, body: { content: wanted } });
      onClose();
    } catch (thrown) {
      setBusy(false);
      tell(thrown);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('inbox:message.edit')} closeButtonProps={{ 'aria-label': t('thread.close') }}>
      <textarea className="edit-text" dir="auto" rows={4} value={text} aria-label={t('inbox:message.edit')} data-autofocus onChange={({ currentTarget }) => setText(currentTarget.value)} onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        void save();
      }} />
      <div className="modal-actions">
        <Button variant="default" onClick={onClose}>
          {t('admin.cancel')}
        </Button>
        <Button disabled={!isReady} loading={isBusy} onClick={() => void save()}>
          {t('admin.save')}
        </Button>
      </div>
    </Modal>
  );
}

/** What it said before. */
function Versions({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const chat = useChatClient();
  const [items, setItems] = useState<readonly Rest.MessageVersion[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = (): void => {
    setProblem(null);
    chat.api.get('/api/v1/messages/{id}/history', { path: { id } }).then((told) => setItems(told.items), setProblem);
  };
  useEffect(ask, [chat, id]);
  return (
    <Modal opened onClose={onClose} title={t('inbox:message.history')} closeButtonProps={{ 'aria-label': t('thread.close') }}>
      {problem !== null && <Failed text={inWords(problem, t)} onRetry={ask} />}
      {!items && problem === null && <Skeleton height={60} radius="md" />}
      <ol className="versions">
        {items?.map((it) => (
          <li key={it.until}>
            <p dir="auto">{it.content || it.files.join(', ')}</p>
            <small className="dim">{t('inbox:message.until', { time: moment(it.until, i18n.language) })}</small>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
