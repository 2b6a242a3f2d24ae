import { lazy, memo, type MouseEvent, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Conversation, ConversationQuery } from '@chat/client';
import { type UseConversations, useChatClient } from '@chat/react';
import { AlarmClock, Archive, ArrowUp, AtSign, Check, Globe, Inbox as InboxIcon, ListFilter, MessageCircle, Phone, Rows2, Rows3, Timer, User, UserX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ListSearch } from './ListSearch.js';
import { Empty } from '../app/Empty.js';
import { Failed } from '../app/Failed.js';
import { held, type Hold, holdOf } from '../lib/holding.js';
import { useCustomerName, useIsNarrow, useNow, useSourceName } from '../lib/hooks.js';
import { prefer, usePrefs } from '../lib/prefs.js';
import { useTeam } from '../lib/team.js';
import { ago, lasting, urgency } from '../lib/time.js';
import { isBuiltIn } from '../lib/views.js';
import { Face } from './Face.js';
import { useStart } from '../start/useStart.js';
import type { Picking } from './picking.js';
import { BeginButton } from './BeginButton.js';
import { usePlace } from './place.js';

const FilterPanel = lazy(() => import('./FilterPanel.js'));
const BulkBar = lazy(() => import('./BulkBar.js'));

const ROWS = { roomy: 92, compact: 60 } as const;
/** How long the pointer rests on a row before it is loaded, and how long it is kept live for that. */
const REST_MS = 90;
const WARM_MS = 8000;
/** Nobody waits who has waited for less. */
const MINUTE = 60_000;
const EMPTY_ICONS = { mine: User, unassigned: UserX, mentions: AtSign, all: InboxIcon, snoozed: AlarmClock, closed: Archive } as const;

export function SourceIcon({ source, size = 14 }: { source: string; size?: number }): ReactNode {
  if (source === 'whatsapp') return <Phone size={size} aria-hidden />;
  if (source === 'website') return <Globe size={size} aria-hidden />;
  return <MessageCircle size={size} aria-hidden />;
}

/** The conversations of a view. It does not move under whoever scrolls in it: what is new is counted until they want it. */
export function ListPane({ list, query, picking, children }: { list: UseConversations; query: ConversationQuery; picking: Picking; children?: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const warm = useWarm();
  const { density } = usePrefs();
  const height = ROWS[density];
  const [place, go] = usePlace();
  const { views, may } = useTeam();
  const scroller = useRef<HTMLDivElement>(null);
  const [hold, setHold] = useState<Hold | null>(null);
  const { items, fresh } = held(list.items, hold);
  const { isLoaded, hasMore, error, loadMore, reload } = list;

  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  useEffect(() => rows.measure(), [rows, height]);
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
  // What is looked for is another list, which begins at its beginning.
  useEffect(() => {
    setHold(null);
    scroller.current?.scrollTo({ top: 0 });
  }, [place.q]);
  const toTop = (): void => {
    setHold(null);
    scroller.current?.scrollTo({ top: 0 });
  };
  const open = useCallback((id: string) => go({ conversation: id }, { replace: place.conversation !== null }), [go, place.conversation]);
  const isPicking = picking.ids.size > 0;
  // What it has begun goes on when nothing is picked any more.
  const [isFiltering, setFiltering] = useState(false);
  const [hasPicked, setPicked] = useState(false);
  if (isPicking && !hasPicked) setPicked(true);

  const name = isBuiltIn(place.view) ? t(`views.${place.view}`) : (views.find((it) => it.id === place.view)?.name ?? t('views.missing'));
  // Where it is the only pane, it is what the page is about.
  const Pane = useIsNarrow() ? 'main' : 'section';
  const sourceName = useSourceName();
  // A host may have channels of its own: those that are seen here.
  const sources = [...new Set(['website', 'whatsapp', ...list.items.map((it) => it.source), ...(place.source ? [place.source] : [])])];
  const isStarting = useStart();
  const isFiltered = place.isUnreadOnly || place.source !== null || place.filter !== null || place.q !== null || place.isByWait;
  const empty = isBuiltIn(place.view) && !isFiltered ? place.view : null;
  return (
    <Pane className="pane list" aria-label={t('list.label')}>
      <header className="list-head">
        <div className="list-title">
          <h1>{name}</h1>
          <Tooltip label={t(`inbox:list.${density === 'roomy' ? 'compact' : 'roomy'}`)}>
            <ActionIcon variant="subtle" color="gray" className="density" aria-label={t('inbox:list.compact')} aria-pressed={density === 'compact'} onClick={() => prefer({ density: density === 'roomy' ? 'compact' : 'roomy' })}>
              {density === 'roomy' ? <Rows3 size={16} /> : <Rows2 size={16} />}
            </ActionIcon>
          </Tooltip>
          {may('conversations.reply') && <BeginButton />}
        </div>
        <ListSearch />
        <div className="list-filters">
          <label>
            <span className="sr">{t('list.filter')}</span>
            <select value={place.source ?? ''} onChange={({ currentTarget: { value } }) => go({ source: value || null, conversation: null })}>
              <option value="">{t('list.everything')}</option>
              {sources.map((source) => (
                <option key={source} value={source}>
                  {sourceName(source)}
                </option>
              ))}
            </select>
          </label>
          <button type="button" className="chip" aria-pressed={place.isUnreadOnly} onClick={() => go({ isUnreadOnly: !place.isUnreadOnly, conversation: null })}>
            {t('list.unreadOnly')}
          </button>
          <button type="button" className="chip chip-icon" aria-pressed={place.isByWait} aria-label={t('inbox:list.byWait')} title={t('inbox:list.byWait')} onClick={() => go({ isByWait: !place.isByWait })}>
            <Timer size={15} aria-hidden />
          </button>
          <button type="button" className="chip chip-icon" aria-pressed={place.filter !== null} aria-label={t('inbox:filter.title')} title={t('inbox:filter.title')} onClick={() => setFiltering(true)}>
            <ListFilter size={15} aria-hidden />
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
          <Empty icon={empty ? EMPTY_ICONS[empty] : InboxIcon} title={t(`empty.${empty ?? 'view'}`)} hint={t(`empty.${empty ?? 'view'}Hint`)}>
            {empty && isStarting && (
              <Link href="/start" className="chip start-link">
                {t('rail.start')}
              </Link>
            )}
          </Empty>
        )}
        {items.length > 0 && (
          <ul className={`rows ${density === 'compact' ? 'is-compact' : ''} ${isPicking ? 'is-picking' : ''}`} style={{ blockSize: rows.getTotalSize() }}>
            {shown.map(({ index, key, start }) => {
              const item = items[index];
              return item ? (
                <li key={key} className="row-place" style={{ transform: `translateY(${start}px)`, blockSize: height }} aria-setsize={hasMore ? -1 : items.length} aria-posinset={index + 1}>
                  <Row item={item} isOpen={item.id === place.conversation} isPicked={picking.isAll || picking.ids.has(item.id)} onOpen={open} onPick={picking.toggle} onReach={picking.reach} onRest={warm} />
                </li>
              ) : null;
            })}
          </ul>
        )}
      </div>
      {isFiltering && (
        <Suspense fallback={null}>
          <FilterPanel onClose={() => setFiltering(false)} />
        </Suspense>
      )}
      {hasPicked && (
        <Suspense fallback={null}>
          <BulkBar picking={picking} query={query} items={list.items} hasMore={hasMore} />
        </Suspense>
      )}
      {children}
    </Pane>
  );
}

/** Loads a conversation that somebody is about to open, and keeps it live for a while. */
export function useWarm(): (id: string) => void {
  const chat = useChatClient();
  return useCallback(
    (id) => {
      const cool = chat.conversation(id).open();
      setTimeout(cool, WARM_MS);
    },
    [chat],
  );
}

interface RowProps {
  item: Conversation;
  isOpen: boolean;
  isPicked: boolean;
  onOpen: (id: string) => void;
  onPick: (id: string) => void;
  onReach: (id: string) => void;
  /** The pointer rests on it. */
  onRest: (id: string) => void;
}

const Row = memo(function Row({ item, isOpen, isPicked, onOpen, onPick, onReach, onRest }: RowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const name = useCustomerName(item);
  const sourceName = useSourceName();
  const { labels, nameOf } = useTeam();
  const { source, assigneeId, waitingSince, lastMessageAt, priority } = item;
  const isUnread = item.isUnread ?? item.unreadCount > 0;
  const mine = item.labels.flatMap((id) => labels.find((it) => it.id === id) ?? []);
  const assignee = nameOf(assigneeId);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const clicked = (event: MouseEvent): void => {
    if (event.shiftKey) onReach(item.id);
    else if (event.ctrlKey || event.metaKey) onPick(item.id);
    else onOpen(item.id);
  };
  return (
    <>
    <button type="button" className={`row ${isUnread ? 'is-unread' : ''} ${isPicked ? 'is-picked' : ''}`} aria-current={isOpen || undefined} onClick={clicked} data-conversation={item.id} onPointerEnter={() => {
      if (!isOpen) resting.current = setTimeout(() => onRest(item.id), REST_MS);
    }} onPointerLeave={() => clearTimeout(resting.current)}>
      <span className="row-face">
        <Face id={item.customerId ?? item.id} name={name} />
        <span className={`row-source source-${source}`}>
          <SourceIcon source={source} size={11} />
          <span className="sr">{sourceName(source)}</span>
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
    <label className="row-pick" onClick={(event) => {
      if (!event.shiftKey) return;
      event.preventDefault();
      onReach(item.id);
    }}>
      <input type="checkbox" checked={isPicked} onChange={() => onPick(item.id)} aria-label={t('inbox:list.pick', { name })} />
      <Check size={14} aria-hidden />
    </label>
    </>
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
      {/* Which way the line goes is for the text to say. */}
      {prefix && <bdi>{prefix}</bdi>}
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
