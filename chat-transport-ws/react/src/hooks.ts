import { useEffect, useMemo, useRef, useState } from 'react';
import type {
  ChatError,
  ConnectionState,
  Conversation,
  ConversationQuery,
  Draft,
  ListState,
  Loading,
  Rest,
  Room,
  RoomName,
  ServerEventName,
  ServerEvents,
  Thread,
  ThreadMessage,
  Typist,
  Unread,
  Viewing,
} from '@chat/client';
import { useChatClient } from './context.js';
import { useStore } from './store.js';

/** How the connection stands. */
export function useConnection(): ConnectionState {
  return useStore(useChatClient().connection);
}

export interface UseConversations extends ListState {
  loadMore(): Promise<void>;
  reload(): Promise<void>;
}

/** Conversations that fit a query, live. The query may be written in place: what it says counts, not the object. */
export function useConversations(query: ConversationQuery = {}): UseConversations {
  // The client gives the same list for the same query.
  const list = useChatClient().conversations(query);
  const state = useStore(list);
  return useMemo(
    () => ({ ...state, loadMore: () => list.loadMore().catch(shown), reload: () => list.reload().catch(shown) }),
    [state, list],
  );
}

export interface UseConversation {
  /** Null until it is known. */
  conversation: Conversation | null;
  isLoaded: boolean;
  error: ChatError | null;
  /** For everything else that can be done with it. */
  thread: Thread;
  markRead(): Promise<void>;
}

/** One conversation, live. */
export function useConversation(id: string): UseConversation {
  const thread = useChatClient().conversation(id);
  const conversation = useStore(thread.info);
  const { isLoaded, error } = useStore(thread.loading);
  return useMemo(
    () => ({ conversation, isLoaded, error, thread, markRead: () => thread.markRead() }),
    [conversation, isLoaded, error, thread],
  );
}

export interface UseMessages extends Loading {
  /** The oldest first, with those that wait to be sent at the end. */
  messages: readonly ThreadMessage[];
  loadOlder(): Promise<void>;
  /** Says something: it is in `messages` at once, under the key that this returns. */
  send(draft: Draft | string): { key: string };
  /** Sends again what was refused. */
  retry(key: string, change?: Partial<Draft>): void;
  /** Takes back what was not sent yet. */
  discard(key: string): boolean;
}

/** The messages of a conversation, live. */
export function useMessages(id: string): UseMessages {
  const thread = useChatClient().conversation(id);
  const messages = useStore(thread.messages);
  const loading = useStore(thread.loading);
  return useMemo(
    () => ({
      ...loading,
      messages,
      loadOlder: () => thread.loadOlder().catch(shown),
      send: (draft) => thread.send(typeof draft === 'string' ? { content: draft } : draft),
      retry: (key, change) => thread.retry(key, change),
      discard: (key) => thread.discard(key),
    }),
    [thread, messages, loading],
  );
}

export interface UseTyping {
  who: readonly Typist[];
  /** Tells the others that a key was pressed: call it as often as you like. */
  notify(): void;
  stop(): void;
}

/** Who types in a conversation, and telling it oneself. */
export function useTyping(id: string): UseTyping {
  const thread = useChatClient().conversation(id);
  const who = useStore(thread.typists);
  return useMemo(() => ({ who, notify: () => thread.typing(), stop: () => thread.stopTyping() }), [thread, who]);
}

/** Which colleagues look at a conversation; with `isLooking` they are told of oneself for as long as the component is there. */
export function useViewers(id: string, { isLooking = false }: { isLooking?: boolean } = {}): readonly Viewing[] {
  const thread = useChatClient().conversation(id);
  useEffect(() => (isLooking ? thread.view() : undefined), [thread, isLooking]);
  return useStore(thread.viewers);
}

/** Who of these is there; of the whole team without any. */
export function usePresence(ids?: readonly string[]): ReadonlySet<string> {
  const present = useStore(useChatClient().presence);
  const key = ids?.join();
  const last = useRef<ReadonlySet<string>>(present);
  return useMemo(() => {
    const wanted = key === undefined ? present : new Set(key.split(',').filter((id) => present.has(id)));
    // The same as long as it says the same.
    const isSame = wanted.size === last.current.size && [...wanted].every((id) => last.current.has(id));
    return isSame ? last.current : (last.current = wanted);
  }, [present, key]);
}

/** How many conversations have something new for whoever is signed in. */
export function useUnread(): Unread {
  return useStore(useChatClient().unread);
}

/** A customer; null until it is loaded. */
export function useCustomer(id: string | null): Rest.CustomerDetail | null {
  const chat = useChatClient();
  return useStore(id === null ? NOBODY : chat.customer(id));
}

const NOBODY = { get: (): null => null, subscribe: () => () => {} };

export interface ReadReceipts {
  /** The position of the last message of the team that has reached the customer; 0 when none has. */
  deliveredUpTo: number;
  /** The position of the last one that the customer has read. */
  readUpTo: number;
}

/** How far the customer has come. */
export function useReadReceipts(id: string): ReadReceipts {
  const messages = useStore(useChatClient().conversation(id).messages);
  const { deliveredUpTo, readUpTo } = useMemo(() => receipts(messages), [messages]);
  return useMemo(() => ({ deliveredUpTo, readUpTo }), [deliveredUpTo, readUpTo]);
}

function receipts(messages: readonly ThreadMessage[]): ReadReceipts {
  const told = { deliveredUpTo: 0, readUpTo: 0 };
  for (const { senderType, kind, status, position } of messages) {
    if (senderType === 'customer' || kind !== 'reply') continue;
    if (status === 'read') told.readUpTo = Math.max(told.readUpTo, position);
    if (status === 'read' || status === 'delivered') told.deliveredUpTo = Math.max(told.deliveredUpTo, position);
  }
  return told;
}

/** Hears an event of the server for as long as the component is there; the handler may be another one each time. */
export function useChatEvent<Name extends ServerEventName>(name: Name, handler: (event: ServerEvents[Name]) => void): void {
  const chat = useChatClient();
  const latest = useLatest(handler);
  useEffect(() => chat.on(name, (event) => latest.current(event)), [chat, name, latest]);
}

export interface UseRoom {
  isJoined: boolean;
  /** Why the server does not let us in. */
  error: ChatError | null;
}

/** Is in a room for as long as the component is there. */
export function useRoom(name: RoomName): UseRoom {
  const chat = useChatClient();
  const [state, setState] = useState<UseRoom>(NOT_JOINED);
  useEffect(() => {
    let isOver = false;
    const room: Room = chat.hold(name);
    room.joined.then(
      () => isOver || setState({ isJoined: true, error: null }),
      (error: ChatError) => isOver || setState({ isJoined: false, error }),
    );
    return () => {
      isOver = true;
      room.release();
      setState(NOT_JOINED);
    };
  }, [chat, name]);
  return state;
}

const NOT_JOINED: UseRoom = { isJoined: false, error: null };

export type WhatsAppNews =
  | { type: 'message'; message: ServerEvents['whatsappMessage'] }
  | { type: 'status'; status: ServerEvents['whatsappMessageStatus'] };

/** Hears every WhatsApp message of the client, and how far each has come. */
export function useWhatsAppGeneral(handler: (news: WhatsAppNews) => void): UseRoom {
  useChatEvent('whatsappMessage', (message) => handler({ type: 'message', message }));
  useChatEvent('whatsappMessageStatus', (status) => handler({ type: 'status', status }));
  return useRoom('whatsapp:general');
}

/** The same of one customer. */
export function useWhatsAppCustomer(customerId: string, handler: (news: WhatsAppNews) => void): UseRoom {
  useChatEvent('whatsappMessage', (message) => {
    if (message.customerId === customerId) handler({ type: 'message', message });
  });
  useChatEvent('whatsappMessageStatus', (status) => {
    if (status.customerId === customerId) handler({ type: 'status', status });
  });
  return useRoom(`whatsapp:customer:${customerId}`);
}

/** What was given last, without making anybody begin anew. */
function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** It is in the store's `error`. */
function shown(): void {}
