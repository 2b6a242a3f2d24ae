import { type ReactNode, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react';
import { Skeleton } from '@mantine/core';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useMessages } from '@chat/react';
import { ArrowDown, ArrowUp, MessageSquareText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../app/Empty.js';
import { Failed } from '../app/Failed.js';
import { type Entry, entriesOf, firstUnread, freshAfter } from '../lib/grouping.js';
import { useNow } from '../lib/hooks.js';
import { inWords } from '../lib/problems.js';
import { useTeam } from '../lib/team.js';
import { day, daysAgo } from '../lib/time.js';
import { Bubble } from './Bubble.js';
import { Events } from './Events.js';
import type { Thread, ThreadMessage } from './types.js';

/** How near to its end a thread follows what is new. */
const NEAR = 120;
/** How near to its beginning older messages are asked for. */
const OLDER = 900;
/** Threads of up to so many lines are there as a whole, so that the browser finds words in them. */
const WHOLE_MAX = 120;
const LINE = 64;
const HEAD = 52;
/** How many pages are gone through for a message that is not loaded. */
const PAGES_MAX = 40;

export interface MessagesHandle {
  toEnd(): void;
  /** Shows a message, loading what is between if need be. */
  jump(is: (message: ThreadMessage) => boolean): Promise<void>;
}

interface MessagesProps {
  ref: Ref<MessagesHandle>;
  thread: Thread;
  customer: string;
  source: string;
  /** How many of the customer's messages were not read when it was opened. */
  unread: number;
}

/**
 * What was said. Only what is in sight is in the page. What is read stays where it is when older messages come in above it; whoever is
 * at the end follows what is new, and whoever is not is told how much there is.
 */
export function Messages({ ref, thread, customer, source, unread }: MessagesProps): ReactNode {
  const { t } = useTranslation();
  const { me } = useTeam();
  const { messages, isLoaded, isLoading, hasMore, error, loadOlder, retry, discard } = useMessages(thread.id);
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(0);
  // What was new when it was opened stays marked for as long as it is.
  const [news, setNews] = useState<{ key: string | null; missing: number } | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const last = messages.at(-1);

  if (isLoaded && news === null) {
    const first = firstUnread(messages, unread);
    setNews({ key: first?.key ?? null, missing: !first && hasMore ? unread : 0 });
  }
  const newFrom = news?.key ?? null;
  const entries = useMemo(() => entriesOf(messages, { isWhole: !hasMore, newFrom }), [messages, hasMore, newFrom]);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan: 12,
    paddingStart: HEAD,
    paddingEnd: 10,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR,
    rangeExtractor: (range: Range) => (range.count <= WHOLE_MAX ? Array.from({ length: range.count }, (_, index) => index) : defaultRangeExtractor(range)),
  });
  const indexOf = (key: string | null): number => (key === null ? -1 : entries.findIndex((it) => (it.type === 'message' ? it.key === key : it.events.some((event) => event.key === key))));

  // Where somebody begins to read: with what is new, else at the end.
  const hasBegun = useRef(false);
  useLayoutEffect(() => {
    if (!isLoaded || news === null || hasBegun.current) return;
    hasBegun.current = true;
    const at = indexOf(newFrom);
    if (at > 0) rows.scrollToIndex(at, { align: 'start' });
    else rows.scrollToEnd();
  });
  // What takes the place of the last line, such as one more thing that is folded into it, is followed as well.
  useLayoutEffect(() => {
    if (hasBegun.current && isAtEnd) rows.scrollToEnd();
  }, [last?.key]);
  const look = (): void => {
    const box = scroller.current;
    if (!box || !hasBegun.current) return;
    setAtEnd(rows.isAtEnd(NEAR));
    if (box.scrollTop < OLDER && hasMore && !isLoading) void loadOlder();
  };
  // A page that does not fill the pane is followed by the next.
  useEffect(look, [messages, hasMore, isLoading]);
  useEffect(() => {
    if (isAtEnd && last) setSeen(last.position);
  }, [isAtEnd, last]);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    // The composer grows, a keyboard comes up: the end stays in sight.
    let before = box.clientHeight;
    const watch = new ResizeObserver(() => {
      const lost = before - box.clientHeight;
      before = box.clientHeight;
      if (lost > 0 && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR + lost) rows.scrollToEnd();
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, [rows]);

  const toEnd = (): void => {
    setAtEnd(true);
    rows.scrollToEnd();
  };
  const jump = async (is: (message: ThreadMessage) => boolean): Promise<void> => {
    const find = (): ThreadMessage | undefined => thread.messages.get().find(is);
    for (let page = 0; !find() && thread.loading.get().hasMore && page < PAGES_MAX; page += 1) await thread.loadOlder();
    const found = find();
    if (found) setLit(found.key);
  };
  const toFirst = async (): Promise<void> => {
    if (!news) return;
    const first = (): ThreadMessage | null => firstUnread(thread.messages.get(), news.missing || unread);
    for (let page = 0; !first() && thread.loading.get().hasMore && page < PAGES_MAX; page += 1) await thread.loadOlder();
    const key = first()?.key ?? thread.messages.get()[0]?.key ?? null;
    setNews({ key, missing: 0 });
    setLit(key);
  };
  useImperativeHandle(ref, () => ({ toEnd, jump }));
  // It is lit for a moment once it is in the page.
  useEffect(() => {
    const at = indexOf(lit);
    if (at < 0) return undefined;
    rows.scrollToIndex(at, { align: 'center' });
    const timer = setTimeout(() => setLit(null), 1600);
    return () => clearTimeout(timer);
  }, [lit]);

  const fresh = isAtEnd ? 0 : freshAfter(messages, seen, me.id);
  const shown = rows.getVirtualItems();
  const isMissing = (news?.missing ?? 0) > 0;
  return (
    <div className="messages-place">
      <div className="messages" ref={scroller} onScroll={look} role="region" aria-label={t('thread.label')} aria-busy={!isLoaded || isLoading} tabIndex={0}>
        {!isLoaded && !error && <Bones />}
        {!isLoaded && error && <Failed text={`${t('thread.failed')} ${inWords(error, t)}`} onRetry={() => void thread.reload().catch(() => {})} />}
        {isLoaded && messages.length === 0 && <Empty icon={MessageSquareText} title={t('empty.thread')} hint={t('empty.threadHint')} />}
        {isLoaded && messages.length > 0 && (
          <div className="messages-inner" style={{ blockSize: rows.getTotalSize() }}>
            {hasMore ? (
              <button type="button" className="older" onClick={() => void loadOlder()} disabled={isLoading}>
                {isLoading ? t('list.more') : t('thread.older')}
              </button>
            ) : (
              <p className="start">{t('thread.start')}</p>
            )}
            {shown.map(({ index, key, start }) => {
              const entry = entries[index];
              return entry ? (
                <div key={key} data-index={index} ref={rows.measureElement} className={`line ${lit !== null && indexOf(lit) === index ? 'is-lit' : ''}`} style={{ transform: `translateY(${start}px)` }}>
                  <Above entry={entry} />
                  {entry.type === 'events' ? (
                    <Events events={entry.events} />
                  ) : (
                    <Bubble message={entry.message} isFirst={entry.isFirst} isLast={entry.isLast} customer={customer} source={source} retry={retry} discard={discard} />
                  )}
                </div>
              ) : null;
            })}
          </div>
        )}
      </div>
      {isMissing && (
        <button type="button" className="pill pill-start" onClick={() => void toFirst().catch(() => {})}>
          <ArrowUp size={14} aria-hidden />
          {t('inbox:thread.toFirst', { count: unread })}
        </button>
      )}
      {isLoaded && !isAtEnd && (
        <button type="button" className={fresh > 0 ? 'pill pill-end' : 'pill pill-end pill-quiet'} onClick={toEnd} aria-label={fresh > 0 ? undefined : t('thread.newest')} title={t('thread.newest')}>
          <ArrowDown size={fresh > 0 ? 14 : 17} aria-hidden />
          {fresh > 0 && t('list.fresh', { count: fresh })}
        </button>
      )}
      <Said messages={messages} isLoaded={isLoaded} customer={customer} />
    </div>
  );
}

/** The day that begins, and that what follows is new. */
function Above({ entry: { day: at, isNew } }: { entry: Entry }): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const days = at ? daysAgo(at, now) : 0;
  return (
    <>
      {at && <p className="day">{days === 0 ? t('thread.today') : days === 1 ? t('thread.yesterday') : day(at, i18n.language)}</p>}
      {isNew && (
        <p className="new-line">
          <span>{t('inbox:thread.new')}</span>
        </p>
      )}
    </>
  );
}

/** Says what comes in to those who do not see it. The lines themselves come and go while one scrolls. */
function Said({ messages, isLoaded, customer }: { messages: readonly ThreadMessage[]; isLoaded: boolean; customer: string }): ReactNode {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  const before = useRef<number | null>(null);
  const last = messages.at(-1);
  useEffect(() => {
    if (!isLoaded) return;
    const isNew = before.current !== null && last !== undefined && last.position > before.current && last.senderType === 'customer';
    before.current = last?.position ?? 0;
    if (isNew) setSaid(`${customer}: ${last.content || last.attachments[0]?.name || t('list.file')}`);
  }, [isLoaded, last, customer, t]);
  return (
    <p className="sr" role="log">
      {said}
    </p>
  );
}

function Bones(): ReactNode {
  return (
    <div aria-hidden className="thread-bones">
      {[60, 40, 70, 35].map((width, index) => (
        <Skeleton key={width} height={44} width={`${width}%`} radius="lg" ms={index % 2 ? 'auto' : 0} mb={12} />
      ))}
    </div>
  );
}
