import { type ClipboardEvent, type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ActionIcon, Button, Menu, Popover } from '@mantine/core';
import { type Draft, type Rest, type Thread } from '@chat/client';
import { useMessages, useTyping } from '@chat/react';
import { AlarmClock, CheckCircle2, ChevronDown, CircleAlert, CornerDownRight, Paperclip, Send, SmilePlus, StickyNote, WandSparkles, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Patch } from '../lib/bulk.js';
import { useChange, useNow } from '../lib/hooks.js';
import { useKeys } from '../lib/keys.js';
import { prefs, usePrefs } from '../lib/prefs.js';
import { inWords } from '../lib/problems.js';
import { useAsked } from '../lib/signals.js';
import { useTeam } from '../lib/team.js';
import { moment, snoozes } from '../lib/time.js';
import type { ReplyWindow } from '../lib/window.js';
import { Beyond, BeyondMenu, type BeyondText, Templates } from './Beyond.js';
import { useDraft, useUploads } from './composing.js';
import { useDrop } from './dropping.js';
import { sizeOf } from './Files.js';
import { Held } from './Held.js';
import { useLeaving } from './leaving.js';
import { type Offer, useOffers } from './offers.js';
import { isLate, useRefused } from './refused.js';
import { Refused, Shut } from './Shut.js';
import { applied, triggerOf } from './triggers.js';
import type { Conversation, ThreadMessage } from './types.js';
import { Waiting } from './Waiting.js';

const EmojiPicker = lazy(() => import('./EmojiPicker.js'));
const Macros = lazy(() => import('./Macros.js'));

const NOTHING: readonly ThreadMessage[] = [];

interface ComposerProps {
  conversation: Conversation;
  /** For how long its customer can be written to freely, where that is limited. */
  window: ReplyWindow | null;
  thread: Thread;
  customer: string;
  /** The message that is answered in particular. */
  quoted: ThreadMessage | null;
  onQuoted: (message: ThreadMessage | null) => void;
  onSent: () => void;
}

/** Where replies and notes are written. */
export function Composer({ conversation, window, thread, customer, quoted, onQuoted, onSent }: ComposerProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { id } = conversation;
  const { may, nameOf } = useTeam();
  const { messages, retry, discard } = useMessages(id);
  const { notify, stop } = useTyping(id);
  const { text, kind, setText, setKind, clear, isKept } = useDraft(id);
  const { sendsBy } = usePrefs();
  const now = useNow();
  const change = useChange(conversation);
  const { leaving, send, undo, hurry } = useLeaving(thread, change);
  const uploads = useUploads();
  const [mentions, setMentions] = useState<readonly (Rest.Mention & { name: string })[]>([]);
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [isShut, setShut] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const [beyond, setBeyond] = useState<BeyondText | null>(null);
  const [template, setTemplate] = useState<string | null>(null);
  const isDropping = useDrop(may('files.upload'), uploads.add);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const listId = useId();
  const isNote = kind === 'note';
  const isWhatsApp = conversation.source === 'whatsapp' && conversation.accountId !== null;

  const trigger = useMemo(() => triggerOf(text, caret), [text, caret]);
  const found = useOffers(conversation, trigger, isNote);
  const offers = isShut ? [] : (found ?? []);
  const put = (insert: string, place: { start: number; end: number }): void => {
    const next = applied(text, place, insert);
    setText(next.text);
    setCaret(next.caret);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const take = ({ insert, mention, label }: Offer): void => {
    if (!trigger) return;
    put(insert, trigger);
    if (mention) setMentions((before) => [...before.filter((it) => it.id !== mention.id), mention]);
    if (label) void change({ labels: conversation.labels.includes(label) ? conversation.labels.filter((it) => it !== label) : [...conversation.labels, label] });
  };
  useEffect(() => setAt(0), [trigger?.word, trigger?.sign]);
  useEffect(() => setShut(false), [trigger?.start]);

  const begin = (what: 'reply' | 'note'): void => {
    setKind(what);
    // At once: what is typed next is meant for it.
    field.current?.focus();
  };
  useEffect(() => {
    if (quoted) field.current?.focus();
  }, [quoted]);
  useAsked('reply', () => begin('reply'));
  useAsked('note', () => begin('note'));
  useAsked('macros', () => setChoosing(true));
  useAsked('template', () => isWhatsApp && setBeyond('template'));
  useKeys({ r: () => begin('reply'), n: () => begin('note'), m: () => setChoosing(true) });

  // When the customer wrote last, as far as is known: what was refused may be taken after that.
  const heardAt = messages.findLast((it) => it.senderType === 'customer')?.createdAt ?? null;
  const [refusedAt, setRefusedAt] = useState<string | null | undefined>(undefined);
  const isRefused = refusedAt !== undefined && refusedAt === heardAt;
  const isBarred = (window?.state === 'closed' || isRefused) && !isNote;
  const isReady = (text.trim() !== '' || uploads.files.length > 0) && !uploads.isBusy && !uploads.files.some((it) => it.refused) && !isBarred;
  // A note that is being written does not become part of a reply: what was refused waits until it is done.
  const noteSent = useRefused(isNote && text.trim() !== '' ? NOTHING : messages, (sent, problems) => {
    setText([sent.text, text].filter(Boolean).join('\n'));
    if (problems.length === 0) setRefusedAt(heardAt);
    setKind('reply');
    uploads.restore(sent.files, problems);
  }, discard);
  const pass = (draft: Draft, then: Patch | null = null): void => {
    send(draft, then, draft.kind === 'note' ? 0 : prefs().undoSeconds);
    onQuoted(null);
    onSent();
  };
  const say = (then: Patch | null = null): void => {
    if (!isReady) return;
    const content = text.trim();
    const meant = isNote ? mentions.filter((it) => content.includes(`@${it.name}`)).map(({ type, id: who }) => ({ type, id: who })) : [];
    const attachmentIds = uploads.files.flatMap((it) => it.id ?? []);
    const draft: Draft = {
      content,
      kind,
      ...(attachmentIds.length > 0 ? { attachmentIds } : {}),
      ...(meant.length > 0 ? { mentions: meant } : {}),
      ...(quoted ? { replyTo: quoted.id } : {}),
      // Two agents do not give two answers: what has happened since is shown first. A note harms nobody.
      ...(isNote ? {} : { ifSeq: conversation.lastSeq }),
    };
    noteSent({ text: content, files: uploads.files });
    pass(draft, then);
    stop();
    clear();
    uploads.clear();
    setMentions([]);
  };
  const takeBack = (): void => {
    const back = undo();
    if (!back) return;
    // What was begun since is not lost.
    setText([back.draft.content, text].filter(Boolean).join('\n'));
    setKind(back.draft.kind ?? 'reply');
    field.current?.focus();
  };

  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (offers.length > 0) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        return setAt((before) => (before + step + offers.length) % offers.length);
      }
      const offer = offers[at];
      if (offer && (event.key === 'Enter' || event.key === 'Tab')) {
        event.preventDefault();
        return take(offer);
      }
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (offers.length > 0) return setShut(true);
      return field.current?.blur();
    }
    if (event.key !== 'Enter') return;
    const isMod = event.ctrlKey || event.metaKey;
    if (isMod && event.shiftKey) {
      event.preventDefault();
      return say({ status: 'closed' });
    }
    if (isMod || (sendsBy === 'enter' && !event.shiftKey)) {
      event.preventDefault();
      say();
    }
  };
  const pasted = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    uploads.add(files);
  };

  const shut = messages.filter((it) => isLate(it) && it.content === '');
  const held = messages.filter((it) => it.pending?.error?.code === 'superseded');
  if (!may('conversations.reply')) return <p className="composer composer-shut">{t('composer.viewer')}</p>;
  const isAsking = trigger !== null && !isShut && found !== null && (trigger.sign !== '@' || isNote) && (trigger.sign !== ':' || offers.length > 0);
  const mayClose = may('conversations.change') && !isNote;
  return (
    <div className={`composer ${isNote ? 'is-note' : ''} ${isDropping ? 'is-dropping' : ''}`} data-drop={t('composer.drop')}>
      {held.map((it) => (
        <Held key={it.key} message={it} messages={messages} onSend={() => retry(it.key, { ifSeq: undefined })} onEdit={() => {
          setText(it.content);
          discard(it.key);
          field.current?.focus();
        }} onDiscard={() => discard(it.key)} />
      ))}
      {shut.map((it) => (
        <Refused key={it.key} onDiscard={() => discard(it.key)} />
      ))}
      {isAsking && (
        <div className="offers">
          {offers.length > 0 ? (
            <ul role="listbox" id={listId} aria-label={t(OFFERED[trigger.sign])}>
              {offers.map((offer, index) => (
                <li key={offer.id} id={`${listId}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => {
                  event.preventDefault();
                  take(offer);
                }}>
                  <strong>{offer.title}</strong>
                  <span>{offer.hint}</span>
                </li>
              ))}
            </ul>
          ) : (
            <p>{trigger.word !== '' ? t('composer.none', { text: trigger.word }) : t(trigger.sign === '/' ? 'composer.noCanned' : trigger.sign === '#' ? 'actions.noLabels' : 'composer.nobody')}</p>
          )}
        </div>
      )}
      {leaving && <Waiting at={leaving.at} text={leaving.draft.content || t('list.file')} onUndo={takeBack} onSend={hurry} />}
      <div className="composer-kinds" role="group">
        {(['reply', 'note'] as const).map((it) => (
          <button key={it} type="button" aria-pressed={kind === it} onClick={() => begin(it)} title={it === 'reply' ? 'R' : 'N'}>
            {it === 'note' && <StickyNote size={13} aria-hidden />}
            {t(`composer.${it}`)}
          </button>
        ))}
        {conversation.status === 'closed' && !isNote && <span className="dim">{t('composer.closed')}</span>}
        {isKept && text && <span className="kept">{t('composer.kept')}</span>}
      </div>
      {isBarred && (
        <Shut text={text.trim()} isRefused={isRefused}>
          {isWhatsApp && conversation.accountId && (
            <Templates accountId={conversation.accountId} customerId={conversation.customerId} onPick={(name) => {
              setTemplate(name);
              setBeyond('template');
            }} />
          )}
        </Shut>
      )}
      {quoted && !isBarred && (
        <div className="quoting">
          <CornerDownRight size={14} aria-hidden className="flip" />
          <span dir="auto">
            <strong>{t('inbox:composer.quoting', { name: quoted.senderType === 'customer' ? customer : (nameOf(quoted.senderId) ?? t('thread.system')) })}</strong> {quoted.content || quoted.attachments[0]?.name}
          </span>
          <button type="button" aria-label={t('inbox:composer.unquote')} onClick={() => onQuoted(null)}>
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
      {!isBarred && (
        <>
          <textarea
            ref={field}
            className="composer-text"
            rows={2}
            // What is written says which way it goes; where nothing is yet, the language does.
            dir={text ? 'auto' : undefined}
            value={text}
            aria-label={isNote ? t('composer.noteTo') : t('composer.replyTo', { name: customer })}
            placeholder={isNote ? t('composer.notePlaceholder') : t('composer.placeholder')}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={offers.length > 0 ? listId : undefined}
            aria-activedescendant={offers.length > 0 ? `${listId}-${at}` : undefined}
            onChange={({ currentTarget }) => {
              setText(currentTarget.value);
              setCaret(currentTarget.selectionStart);
              if (!isNote) notify();
            }}
            onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
            onKeyDown={pressed}
            onPaste={pasted}
          />
          {uploads.files.length > 0 && (
            <ul className="uploads">
              {uploads.files.map((file) => (
                <li key={file.key} className={file.error || file.refused ? 'is-wrong' : ''}>
                  {file.error || file.refused ? <CircleAlert size={14} aria-hidden /> : <Paperclip size={14} aria-hidden />}
                  <bdi>{file.name}</bdi>
                  <small role={file.error || file.refused ? 'alert' : undefined}>
                    {file.refused ? file.refused : file.error ? t('composer.uploadFailed', { name: file.name, why: inWords(file.error, t) }) : file.id ? sizeOf(file.size) : `${Math.round(file.share * 100)} %`}
                  </small>
                  {!file.id && !file.error && <progress value={file.share} max={1} aria-label={t('composer.uploading', { name: file.name, percent: Math.round(file.share * 100) })} />}
                  <button type="button" aria-label={t('composer.remove', { name: file.name })} onClick={() => uploads.remove(file.key)}>
                    <X size={14} aria-hidden />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <div className="composer-foot">
            {may('files.upload') && (
              <>
                <input ref={picker} type="file" multiple hidden onChange={({ currentTarget }) => {
                  uploads.add([...(currentTarget.files ?? [])]);
                  currentTarget.value = '';
                }} />
                <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('composer.attach')} title={t('composer.attach')} onClick={() => picker.current?.click()}>
                  <Paperclip size={17} />
                </ActionIcon>
              </>
            )}
            <Popover opened={isPicking} onChange={setPicking} position="top-start" trapFocus returnFocus shadow="md" transitionProps={{ duration: 60 }}>
              <Popover.Target>
                <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('inbox:emoji.open')} title={`${t('inbox:emoji.open')} (:)`} onClick={() => setPicking(!isPicking)}>
                  <SmilePlus size={17} />
                </ActionIcon>
              </Popover.Target>
              <Popover.Dropdown aria-label={t('inbox:emoji.open')}>
                <Suspense fallback={<div className="emojis" />}>
                  <EmojiPicker onPick={(sign) => {
                    setPicking(false);
                    put(sign, { start: caret, end: caret });
                  }} />
                </Suspense>
              </Popover.Dropdown>
            </Popover>
            {isWhatsApp && !isNote && <BeyondMenu onChoose={setBeyond} />}
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('inbox:macro.title')} title={`${t('inbox:macro.title')} (M)`} onClick={() => setChoosing(true)}>
              <WandSparkles size={17} />
            </ActionIcon>
            <span className="dim keys-hint">{t(sendsBy === 'enter' ? 'composer.keys' : 'inbox:composer.keysMod')}</span>
            <div className="send">
              <Button size="sm" disabled={!isReady} onClick={() => say()} rightSection={<Send size={15} aria-hidden className="flip" />} className={isNote ? 'send-note' : ''}>
                {isNote ? t('composer.addNote') : t('composer.send')}
              </Button>
              {mayClose && (
                <Menu width={260} position="top-end">
                  <Menu.Target>
                    <ActionIcon variant="filled" size={36} disabled={!isReady} aria-label={t('inbox:composer.sendAnd')} title={t('inbox:composer.sendAnd')}>
                      <ChevronDown size={16} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item leftSection={<CheckCircle2 size={15} />} rightSection={<small className="dim">Ctrl+Shift+↵</small>} onClick={() => say({ status: 'closed' })}>
                      {t('inbox:composer.sendAndClose')}
                    </Menu.Item>
                    <Menu.Label>{t('inbox:composer.sendAndSnooze')}</Menu.Label>
                    {snoozes(now).map(({ name, until }) => (
                      <Menu.Item key={name} leftSection={<AlarmClock size={15} />} rightSection={<small className="dim">{moment(until, i18n.language)}</small>} onClick={() => say({ snoozedUntil: until.toISOString() })}>
                        {t(`snooze.${name}`)}
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
              )}
            </div>
          </div>
        </>
      )}
      {beyond && (
        <Beyond what={beyond} conversation={conversation} thread={thread} text={text.trim()} template={template} onSent={onSent} onClose={() => {
          setBeyond(null);
          setTemplate(null);
        }} onSend={(draft) => {
          pass({ ...draft, kind: 'reply', ifSeq: conversation.lastSeq });
          if (beyond === 'taps') clear();
        }} />
      )}
      {isChoosing && (
        <Suspense fallback={null}>
          <Macros id={id} onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </div>
  );
}

const OFFERED = { '/': 'composer.canned', '@': 'composer.mention', ':': 'inbox:emoji.open', '#': 'actions.labels' } as const;
