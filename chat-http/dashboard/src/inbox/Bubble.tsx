import { lazy, memo, type ReactNode, Suspense, useState } from 'react';
import type { ThreadMessage, UseMessages } from './types.js';
import { useChatClient } from '@chat/react';
import { Check, CheckCheck, CircleAlert, Clock, EllipsisVertical, StickyNote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTell } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { inWords } from '../lib/problems.js';
import { clock } from '../lib/time.js';
import { isVoice, reactionIn } from '../lib/payload.js';
import { Awaited, isAwaited } from './Awaited.js';
import { Cards, isCard } from './Cards.js';
import { Face } from './Face.js';
import { Files } from './Files.js';
import { Reactions } from './Reactions.js';
import { useTalk } from './talk.js';
import { Text } from './Text.js';

const Parts = lazy(() => import('./Parts.js'));
const MessageMenu = lazy(() => import('./MessageMenu.js'));

interface BubbleProps {
  message: ThreadMessage;
  isFirst: boolean;
  isLast: boolean;
  customer: string;
  source: string;
  retry: UseMessages['retry'];
  discard: UseMessages['discard'];
}

/** Something that was said. */
export const Bubble = memo(function Bubble({ message, isFirst, isLast, customer, source, retry, discard }: BubbleProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { nameOf, me } = useTeam();
  const { senderType, senderId, kind, content, attachments, createdAt, editedAt, deletedAt, pending, replyTo, messageType, payload } = message;
  const reaction = messageType === 'reaction' ? reactionIn(payload) : null;
  const hasParts = payload !== null && typeof payload === 'object' && Object.keys(payload).length > 0;
  const words = content && <Text>{content}</Text>;
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
        <div className={`bubble ${pending ? 'is-pending' : ''} ${messageType === 'sticker' && attachments.length > 0 && !deletedAt ? 'is-sticker' : ''}`}>
          {replyTo && !deletedAt && <Quote id={replyTo} customer={customer} />}
          {deletedAt ? <em className="gone">{t('thread.deleted')}</em> : isAwaited(message) ? <Awaited message={message} /> : <Files files={attachments} isVoice={isVoice(payload)} />}
          {!deletedAt && (reaction ? <p className="reaction">{reaction}</p> : isCard(message) ? <Cards message={message} /> : hasParts ? (
            <Suspense fallback={words}>
              <Parts message={message} />
            </Suspense>
          ) : words)}
          <p className="said-foot">
            {editedAt && !deletedAt && <span>{t('thread.edited')} · </span>}
            <time dateTime={createdAt}>{clock(createdAt, i18n.language)}</time>
            {!isTheirs && kind === 'reply' && <Tick message={message} />}
          </p>
          {!pending && <More message={message} source={source} />}
        </div>
        <Reactions message={message} customer={customer} />
        <Trouble message={message} retry={retry} discard={discard} />
      </div>
    </article>
  );
});

/** What it answers. */
function Quote({ id, customer }: { id: string; customer: string }): ReactNode {
  const { t } = useTranslation();
  const { nameOf } = useTeam();
  const { find, jump } = useTalk();
  const answered = find(id);
  const name = answered?.senderType === 'customer' ? customer : (nameOf(answered?.senderId) ?? t('thread.system'));
  return (
    <button type="button" className="quote" onClick={() => jump(id)}>
      {answered ? (
        <>
          <strong dir="auto">{name}</strong>
          <span dir="auto">{answered.deletedAt ? t('thread.deleted') : answered.content || answered.attachments[0]?.name || t('list.file')}</span>
        </>
      ) : (
        <span>{t('inbox:message.earlier')}</span>
      )}
    </button>
  );
}

/** The way to what can be done with it; the menu is made when somebody wants it. */
function More({ message, source }: { message: ThreadMessage; source: string }): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const button = (
    <button type="button" className={`said-more ${isOpen ? 'is-open' : ''}`} aria-label={t('actions.more')} aria-haspopup="menu" onClick={() => setOpen(true)}>
      <EllipsisVertical size={15} aria-hidden />
    </button>
  );
  if (!isOpen) return button;
  return (
    <Suspense fallback={button}>
      <MessageMenu message={message} source={source} onClose={() => setOpen(false)}>
        {button}
      </MessageMenu>
    </Suspense>
  );
}

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

/** What the composer asks about. */
const HELD = new Set(['superseded', 'window_closed']);

/** Why it was not sent, and what can be done. What was held back is for the composer. */
function Trouble({ message, retry, discard }: Pick<BubbleProps, 'message' | 'retry' | 'discard'>): ReactNode {
  const { t } = useTranslation();
  const chat = useChatClient();
  const tell = useTell();
  const { pending, status, error, needsDecision, id, key } = message;
  const path = { path: { id } };
  if (pending?.state === 'failed' && !HELD.has(pending.error?.code ?? '')) {
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
