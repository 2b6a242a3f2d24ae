import { memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Conversation } from '@chat/client';
import { type UseConversations, useChatClient } from '@chat/react';
import { AlarmClock, Archive, ArrowUp, Globe, Inbox as InboxIcon, MessageCircle, Phone, Timer, User, UserX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../app/Empty.js';
import { Failed } from '../app/Failed.js';
import { held, type Hold, holdOf } from '../lib/holding.js';
import { useCustomerName, useIsNarrow, useNow } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { ago, lasting, urgency } from '../lib/time.js';
import { isBuiltIn } from '../lib/views.js';
import { Face } from './Face.js';
import { usePlace } from './place.js';

const ROW = 92;
/** Nobody waits who has waited for less. */
const MINUTE = 60_000;
const EMPTY_ICONS = { mine: User, unassigned: UserX, all: InboxIcon, snoozed: AlarmClock, closed: Archive } as const;

export function SourceIcon({ source, size = 14 }: { source: string; size?: number }): ReactNode {
  if (source === 'whatsapp') return <Phone size={size} aria-hidden />;
  if (source === 'website') return <Globe size={size} aria-hidden />;
  return <MessageCircle size={size} aria-hidden />;
}

/** The conversations of a view. It does not move under whoever scrolls in it: what is new is counted until they want it. */
export function ListPane({ list }: { list: UseConversations }): ReactNode {
  const { t } = useTranslation();
  const [place, go] = usePlace();
  const { views } = useTeam();
  const scroller = useRef<HTMLDivElement>(null);
  const [hold, setHold] = useState<Hold | null>(null);
  const { items, fresh } = held(list.items, hold);
  const { isLoaded, hasMore, error, loadMore, reload } = list;

  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && isLoaded && last >= items.length - 8) void loadMore();
  }, [hasMore, isLoaded, last, items.length, loadMore]);
  // Whoever goes through with the keys sees where they are.
  const at = items.findIndex((it) => it.id === place.conversation);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [place.conversation]);

  const scrolled = (): void => {
    const isAway = (scroller.current?.scrollTop ?? 0) > 30;
    if (isAway !== (hold !== null)) setHold(isAway ? holdOf(list.items) : null);
  };
  const toTop = (): void => {
    setHold(null);
    scroller.current?.scrollTo({ top: 0 });
  };
  const open = useCallback((id: string) => go({ conversation: id }, { replace: place.conversation !== null }), [go, place.conversation]);

  const name = isBuiltIn(place.view) ? t(`views.${place.view}`) : (views.find((it) => it.id === place.view)?.name ?? t('views.missing'));
  // Where it is the only pane, it is what the page is about.
  const Pane = useIsNarrow() ? 'main' : 'section';
  const isFiltered = place.isUnreadOnly || place.source !== null;
  const empty = isBuiltIn(place.view) && !isFiltered ? place.view : null;
  return (
    <Pane className="pane list" aria-label={t('list.label')}>
      <header className="list-head">
        <h1>{name}</h1>
        <div className="list-filters">
          <label>
            <span className="sr">{t('list.filter')}</span>
            <select value={place.source ?? ''} onChange={({ currentTarget: { value } }) => go({ source: value || null, conversation: null })}>
              <option value="">{t('list.everything')}</option>
              <option value="website">{t('source.website')}</option>
              <option value="whatsapp">{t('source.whatsapp')}</option>
            </select>
          </label>
          <button type="button" className="chip" aria-pressed={place.isUnreadOnly} onClick={() => go({ isUnreadOnly: !place.isUnreadOnly, conversation: null })}>
            {t('list.unreadOnly')}
          </button>
        </div>
      </header>
      {fresh > 0 && (
        <button type="button" className="pill" onClick={toTop}>
          <ArrowUp size={14} aria-hidden />
          {t('list.fresh', { count: fresh })}
        </button>
      )}
      <div className="list-rows" ref={scroller} onScroll={scrolled} tabIndex={-1}>
        {!isLoaded && !error && <Bones />}
        {!isLoaded && error && <Failed text={t('list.failed')} onRetry={() => void reload()} />}
        {isLoaded && items.length === 0 && (
          <Empty icon={empty ? EMPTY_ICONS[empty] : InboxIcon} title={t(`empty.${empty ?? 'view'}`)} hint={t(`empty.${empty ?? 'view'}Hint`)} />
        )}
        {items.length > 0 && (
          <ul className="rows" style={{ blockSize: rows.getTotalSize() }}>
            {shown.map(({ index, key, start }) => {
              const item = items[index];
              return item ? (
                <li key={key} className="row-place" style={{ transform: `translateY(${start}px)`, blockSize: ROW }} aria-setsize={hasMore ? -1 : items.length} aria-posinset={index + 1}>
                  <Row item={item} isOpen={item.id === place.conversation} onOpen={open} />
                </li>
              ) : null;
            })}
          </ul>
        )}
      </div>
    </Pane>
  );
}

const Row = memo(function Row({ item, isOpen, onOpen }: { item: Conversation; isOpen: boolean; onOpen: (id: string) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const name = useCustomerName(item);
  const { labels, nameOf } = useTeam();
  const { source, assigneeId, waitingSince, lastMessageAt, priority } = item;
  const isUnread = item.isUnread ?? item.unreadCount > 0;
  const mine = item.labels.flatMap((id) => labels.find((it) => it.id === id) ?? []);
  const assignee = nameOf(assigneeId);
  return (
    <button type="button" className={`row ${isUnread ? 'is-unread' : ''}`} aria-current={isOpen || undefined} onClick={() => onOpen(item.id)} data-conversation={item.id}>
      <span className="row-face">
        <Face id={item.customerId ?? item.id} name={name} />
        <span className={`row-source source-${source}`}>
          <SourceIcon source={source} size={11} />
          <span className="sr">{source === 'whatsapp' || source === 'website' ? t(`source.${source}`) : source}</span>
        </span>
      </span>
      <span className="row-main">
        <span className="row-top">
          <span className="row-name" dir="auto">
            {name}
          </span>
          {lastMessageAt && <time dateTime={lastMessageAt}>{ago(lastMessageAt, now, i18n.language)}</time>}
        </span>
        <Snippet item={item} />
        <span className="row-foot">
          {waitingSince && item.status === 'active' && now - Date.parse(waitingSince) >= MINUTE && (
            <span className={`wait wait-${urgency(waitingSince, now)}`} title={t('list.waiting', { time: lasting(waitingSince, now, i18n.language) })}>
              <Timer size={12} aria-hidden />
              <span className="sr">{t('list.waiting', { time: '' })}</span>
              {lasting(waitingSince, now, i18n.language)}
            </span>
          )}
          {(priority === 'high' || priority === 'urgent') && <span className={`tag priority-${priority}`}>{t(`priority.${priority}`)}</span>}
          {mine.slice(0, 2).map(({ id, name: label, color }) => (
            <span key={id} className="tag">
              <i className="dot" style={{ background: color }} aria-hidden />
              {label}
            </span>
          ))}
          {mine.length > 2 && <span className="tag">+{mine.length - 2}</span>}
          {assignee && (
            <span className="row-assignee" title={assignee}>
              <Face id={assigneeId ?? ''} name={assignee} size={18} />
              <span className="sr">{assignee}</span>
            </span>
          )}
        </span>
      </span>
      {isUnread && (
        <span className="unread">
          <span className="sr">{t('list.unread')}</span>
        </span>
      )}
    </button>
  );
});

/** The beginning of the latest message. */
function Snippet({ item }: { item: Conversation }): ReactNode {
  const { t } = useTranslation();
  const { lastMessage } = item;
  const { who } = useTypingIn(item.id);
  if (who) return <span className="row-snippet typing">{t('list.typing')}</span>;
  if (!lastMessage) return <span className="row-snippet">&nbsp;</span>;
  const prefix = lastMessage.kind === 'note' ? t('list.note') : lastMessage.senderType === 'agent' ? t('list.you') : '';
  const text = lastMessage.deletedAt ? t('thread.deleted') : lastMessage.content || lastMessage.attachments[0]?.name || t('list.file');
  return (
    <span className="row-snippet" dir="auto">
      {prefix}
      {text}
    </span>
  );
}

/** Whether the customer types, as far as that is heard: without loading what is not open. */
function useTypingIn(id: string): { who: boolean } {
  const chat = useChatClient();
  const [who, setWho] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = chat.on('typing', ({ conversationId, senderType, isTyping }) => {
      if (conversationId !== id || senderType !== 'customer') return;
      clearTimeout(timer);
      setWho(isTyping);
      if (isTyping) timer = setTimeout(() => setWho(false), 8000);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [chat, id]);
  return { who };
}

function Bones(): ReactNode {
  return (
    <div aria-hidden>
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} className="row bone">
          <Skeleton circle height={36} width={36} />
          <span className="row-main">
            <Skeleton height={11} width="55%" radius="xl" />
            <Skeleton height={9} width="85%" radius="xl" mt={9} />
            <Skeleton height={9} width="30%" radius="xl" mt={9} />
          </span>
        </div>
      ))}
    </div>
  );
}
