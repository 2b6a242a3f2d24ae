import { memo, type ReactNode, useState } from 'react';
import { Modal } from '@mantine/core';
import type { Rest, ThreadMessage, UseMessages } from './types.js';
import { useChatClient } from '@chat/react';
import { Check, CheckCheck, CircleAlert, Clock, Download, File, StickyNote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTell } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { inWords } from '../lib/problems.js';
import { clock } from '../lib/time.js';
import { Face } from './Face.js';
import { Text } from './Text.js';

interface BubbleProps {
  message: ThreadMessage;
  isFirst: boolean;
  isLast: boolean;
  customer: string;
  retry: UseMessages['retry'];
  discard: UseMessages['discard'];
}

/** Something that was said. */
export const Bubble = memo(function Bubble({ message, isFirst, isLast, customer, retry, discard }: BubbleProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { nameOf, me } = useTeam();
  const { senderType, senderId, kind, content, attachments, createdAt, editedAt, deletedAt, pending } = message;
  const isTheirs = senderType === 'customer';
  const name = isTheirs ? customer : senderType === 'bot' ? t('thread.bot') : (nameOf(senderId ?? (pending ? me.id : null)) ?? t('thread.system'));
  const side = isTheirs ? 'theirs' : 'ours';
  return (
    <article className={`said ${side} ${kind === 'note' ? 'note' : ''} ${isFirst ? 'is-first' : ''} ${isLast ? 'is-last' : ''}`} aria-label={`${name}, ${clock(createdAt, i18n.language)}`}>
      {isTheirs && <span className="said-face">{isLast && <Face id={senderId ?? name} name={name} size={28} />}</span>}
      <div className="said-main">
        {isFirst && (
          <p className="said-name">
            {kind === 'note' && <StickyNote size={12} aria-hidden />}
            <bdi>{name}</bdi>
            {kind === 'note' && <span title={t('thread.forTeam')}> · {t('thread.note')}</span>}
          </p>
        )}
        <div className={`bubble ${pending ? 'is-pending' : ''}`}>
          {deletedAt ? <em className="gone">{t('thread.deleted')}</em> : <Files files={attachments} />}
          {!deletedAt && content && <Text>{content}</Text>}
          <p className="said-foot">
            {editedAt && !deletedAt && <span>{t('thread.edited')} · </span>}
            <time dateTime={createdAt}>{clock(createdAt, i18n.language)}</time>
            {!isTheirs && kind === 'reply' && <Tick message={message} />}
          </p>
        </div>
        <Trouble message={message} retry={retry} discard={discard} />
      </div>
    </article>
  );
});

/** How far it has come. */
function Tick({ message: { status, pending } }: { message: ThreadMessage }): ReactNode {
  const { t } = useTranslation();
  const state = pending ? (pending.state === 'failed' ? 'failed' : pending.state) : status;
  const Icon = state === 'failed' ? CircleAlert : state === 'sent' ? Check : state === 'delivered' || state === 'read' ? CheckCheck : Clock;
  return (
    <span className={`tick tick-${state}`} title={t(`status.${state}`)} data-status={state}>
      <Icon size={13} aria-hidden />
      <span className="sr">{t(`status.${state}`)}</span>
    </span>
  );
}

/** Why it was not sent, and what can be done. What was held back is for the composer. */
function Trouble({ message, retry, discard }: Pick<BubbleProps, 'message' | 'retry' | 'discard'>): ReactNode {
  const { t } = useTranslation();
  const chat = useChatClient();
  const tell = useTell();
  const { pending, status, error, needsDecision, id, key } = message;
  const path = { path: { id } };
  if (pending?.state === 'failed' && pending.error?.code !== 'superseded') {
    return (
      <p className="trouble" role="alert">
        {pending.error && inWords(pending.error, t)}{' '}
        <button type="button" onClick={() => retry(key)}>
          {t('thread.sendAgain')}
        </button>
        <button type="button" onClick={() => discard(key)}>
          {t('thread.discard')}
        </button>
      </p>
    );
  }
  if (pending || (status !== 'failed' && !needsDecision)) return null;
  return (
    <p className="trouble" role="alert">
      {needsDecision ? t('thread.unsettled') : (error?.message ?? t('status.failed'))}{' '}
      <button type="button" onClick={() => void chat.api.post('/api/v1/messages/{id}/retry', path).catch(tell)}>
        {t('thread.sendAgain')}
      </button>
      {needsDecision && (
        <button type="button" onClick={() => void chat.api.post('/api/v1/messages/{id}/discard', path).catch(tell)}>
          {t('thread.discard')}
        </button>
      )}
    </p>
  );
}

function Files({ files }: { files: readonly Rest.Attachment[] }): ReactNode {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Rest.Attachment | null>(null);
  if (files.length === 0) return null;
  return (
    <div className="files">
      {files.map((file) =>
        file.kind === 'image' ? (
          <button key={file.id} type="button" className="picture" onClick={() => setShown(file)} aria-label={t('thread.open', { name: file.name })}>
            <img src={file.thumbnailUrl ?? file.url} alt={file.name} loading="lazy" width={file.width} height={file.height} />
          </button>
        ) : file.kind === 'audio' ? (
          <audio key={file.id} controls preload="none" src={file.url} aria-label={file.name} />
        ) : file.kind === 'video' ? (
          <video key={file.id} controls preload="none" src={file.url} aria-label={file.name} />
        ) : (
          <a key={file.id} className="file" href={file.url} download={file.name} target="_blank" rel="noreferrer">
            <File size={20} aria-hidden />
            <span>
              <bdi>{file.name}</bdi>
              <small>{sizeOf(file.size)}</small>
            </span>
            <Download size={15} aria-hidden />
          </a>
        ),
      )}
      {shown && (
        <Modal opened onClose={() => setShown(null)} size="auto" title={shown.name} closeButtonProps={{ 'aria-label': t('thread.close') }}>
          <img className="lightbox" src={shown.url} alt={shown.name} />
        </Modal>
      )}
    </div>
  );
}

export function sizeOf(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const format = new Intl.NumberFormat(document.documentElement.lang || 'en', { style: 'unit', unit: units[power]!, unitDisplay: 'short', maximumFractionDigits: 1 });
  return format.format(bytes / 1000 ** power);
}
