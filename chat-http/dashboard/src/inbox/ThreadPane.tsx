import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Skeleton } from '@mantine/core';
import { useConversation, useMessages, useTyping, useViewers } from '@chat/react';
import { ArrowDown, MessageSquareText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../app/Empty.js';
import { Failed } from '../app/Failed.js';
import { entriesOf } from '../lib/grouping.js';
import { useCustomerName, useNow } from '../lib/hooks.js';
import { inWords } from '../lib/problems.js';
import { useTeam } from '../lib/team.js';
import { day, daysAgo } from '../lib/time.js';
import { Composer } from './Composer.js';
import { Events } from './Events.js';
import { Bubble } from './Bubble.js';
import { ThreadHead } from './ThreadHead.js';

/** How near to its end a thread follows what is new. */
const NEAR = 120;

/** One conversation: what was said, and saying more. */
export function ThreadPane({ id, isAside, onAside }: { id: string; isAside: boolean; onAside: () => void }): ReactNode {
  const { t } = useTranslation();
  const { conversation, thread, markRead } = useConversation(id);
  const { messages, isLoaded, isLoading, hasMore, error, loadOlder, retry, discard } = useMessages(id);
  const customer = useCustomerName(conversation);
  const entries = useMemo(() => entriesOf(messages), [messages]);
  const scroller = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  const anchor = useRef<{ first: string | undefined; height: number }>({ first: undefined, height: 0 });
  const [isBehind, setBehind] = useState(false);

  // What was read stays where it is when older messages come in above it; whoever is at the end follows what is new.
  const first = messages[0]?.key;
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const before = anchor.current;
    const hasGrownAbove = before.first !== undefined && before.first !== first;
    if (hasGrownAbove && !isNear.current) box.scrollTop += box.scrollHeight - before.height;
    else if (isNear.current) box.scrollTop = box.scrollHeight;
    else if (before.first !== undefined) setBehind(true);
    anchor.current = { first, height: box.scrollHeight };
  }, [first, messages]);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    // Pictures come in, the composer grows: the end stays in sight.
    const watch = new ResizeObserver(() => {
      if (isNear.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(box);
    if (box.firstElementChild) watch.observe(box.firstElementChild);
    return () => watch.disconnect();
  }, [isLoaded]);
  const scrolled = (): void => {
    const box = scroller.current;
    if (!box) return;
    isNear.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (isNear.current && isBehind) setBehind(false);
    if (box.scrollTop < 200 && hasMore && !isLoading) {
      anchor.current = { first, height: box.scrollHeight };
      void loadOlder();
    }
  };
  const toEnd = (): void => {
    isNear.current = true;
    setBehind(false);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };

  // What somebody has in sight is read.
  const isUnread = conversation?.isUnread === true || (conversation?.unreadCount ?? 0) > 0;
  const isKept = useRef(false);
  useEffect(() => {
    if (!isUnread) isKept.current = false;
    if (!isUnread || !isLoaded || isKept.current) return undefined;
    const read = (): void => {
      if (document.visibilityState === 'visible' && !isKept.current) markRead().catch(() => {});
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [isUnread, isLoaded, markRead, messages.length]);

  return (
    <main className="pane thread" aria-busy={!isLoaded}>
      <ThreadHead conversation={conversation} name={customer} isAside={isAside} onAside={onAside} onUnread={() => (isKept.current = true)} />
      <div className="messages" ref={scroller} onScroll={scrolled} role="log" aria-label={t('thread.label')} tabIndex={0}>
        <div className="messages-inner">
          {!isLoaded && !error && <Bones />}
          {!isLoaded && error && <Failed text={`${t('thread.failed')} ${inWords(error, t)}`} onRetry={() => void thread.reload().catch(() => {})} />}
          {isLoaded && hasMore && (
            <button type="button" className="older" onClick={() => void loadOlder()} disabled={isLoading}>
              {isLoading ? t('list.more') : t('thread.older')}
            </button>
          )}
          {isLoaded && !hasMore && messages.length > 0 && <p className="start">{t('thread.start')}</p>}
          {isLoaded && messages.length === 0 && <Empty icon={MessageSquareText} title={t('empty.thread')} hint={t('empty.threadHint')} />}
          {entries.map((entry) =>
            entry.type === 'day' ? (
              <Day key={entry.key} at={entry.at} />
            ) : entry.type === 'events' ? (
              <Events key={entry.key} events={entry.events} />
            ) : (
              <Bubble key={entry.key} message={entry.message} isFirst={entry.isFirst} isLast={entry.isLast} customer={customer} retry={retry} discard={discard} />
            ),
          )}
        </div>
      </div>
      {isBehind && (
        <button type="button" className="pill pill-end" onClick={toEnd}>
          <ArrowDown size={14} aria-hidden />
          {t('thread.newest')}
        </button>
      )}
      <Others id={id} customer={customer} />
      {conversation && <Composer conversation={conversation} customer={customer} onSent={toEnd} />}
    </main>
  );
}

function Day({ at }: { at: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const days = daysAgo(at, useNow());
  return <p className="day">{days === 0 ? t('thread.today') : days === 1 ? t('thread.yesterday') : day(at, i18n.language)}</p>;
}

/** Who else is here: types, or looks. */
function Others({ id, customer }: { id: string; customer: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const { me, nameOf } = useTeam();
  const { who } = useTyping(id);
  const viewers = useViewers(id, { isLooking: true }).filter((it) => it.agentId !== me.id);
  const typists = who.filter((it) => it.senderId !== me.id);
  const names = new Intl.ListFormat(i18n.language).format(viewers.map((it) => it.name));
  return (
    <div className="others" role="status">
      {typists.map(({ senderType, senderId }) => (
        <span key={senderId} className={senderType === 'customer' ? '' : 'colleague'}>
          {senderType === 'customer' ? t('thread.typingCustomer', { name: customer }) : t('thread.typingColleague', { name: nameOf(senderId) ?? t('thread.someone') })}
        </span>
      ))}
      {viewers.length > 0 && <span className="colleague">{t('thread.viewing', { names, count: viewers.length })}</span>}
    </div>
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
