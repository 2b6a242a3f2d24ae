import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useChatClient, useConversation, useMessages, useTyping, useViewers } from '@chat/react';
import { useTranslation } from 'react-i18next';
import { useCustomerName, useNow, useTell } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { windowOf } from '../lib/window.js';
import { Composer } from './Composer.js';
import { Messages, type MessagesHandle } from './Messages.js';
import { reactor } from './reacting.js';
import { type Talk, TalkContext } from './talk.js';
import { ThreadHead } from './ThreadHead.js';
import type { ThreadMessage } from './types.js';

/** One conversation: what was said, and saying more. */
export function ThreadPane({ id, isAside, onAside, children }: { id: string; isAside: boolean; onAside: () => void; children?: ReactNode }): ReactNode {
  const { conversation, thread, markRead } = useConversation(id);
  const { messages, isLoaded } = useMessages(id);
  const customer = useCustomerName(conversation);
  const chat = useChatClient();
  const tell = useTell();
  const now = useNow();
  const window = conversation && windowOf(conversation, messages, now);
  const list = useRef<MessagesHandle>(null);
  const [quoted, setQuoted] = useState<ThreadMessage | null>(null);
  const talk = useMemo<Talk>(
    () => ({
      quote: setQuoted,
      react: reactor(chat.api, thread, tell),
      jump: (wanted) => void list.current?.jump((it) => it.id === wanted).catch(() => {}),
      find: (wanted) => thread.messages.get().find((it) => it.id === wanted),
    }),
    [chat, thread, tell],
  );

  // How many there were before they were seen to be read.
  const [unread, setUnread] = useState<number | null>(null);
  if (unread === null && conversation) setUnread(conversation.unreadCount);
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
    <TalkContext value={talk}>
      <main className="pane thread" aria-busy={!isLoaded}>
        <ThreadHead conversation={conversation} window={window} name={customer} isAside={isAside} onAside={onAside} onUnread={() => (isKept.current = true)} />
        <Messages ref={list} thread={thread} customer={customer} source={conversation?.source ?? ''} unread={unread ?? 0} />
        <Others id={id} customer={customer} />
        {conversation && <Composer conversation={conversation} window={window} thread={thread} customer={customer} quoted={quoted} onQuoted={setQuoted} onSent={() => list.current?.toEnd()} />}
        {children}
      </main>
    </TalkContext>
  );
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
