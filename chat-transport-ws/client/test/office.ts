import { vi } from 'vitest';
import { ChatClient, type ChatClientOptions, type Conversation, type JournalEvent, type Message, type Wire } from '../src/index';
import { FakeServer } from './server';

export const AT = '2026-01-31T08:15:00.000Z';

export function conversation(id: string, change: Partial<Conversation> = {}): Conversation {
  return {
    id,
    clientId: 'c',
    customerId: 'kim',
    source: 'whatsapp',
    accountId: 'a',
    widgetId: null,
    status: 'active',
    customerNumber: '+49 1555 0100',
    assigneeId: null,
    teamId: null,
    subject: null,
    priority: 'none',
    labels: [],
    attributes: {},
    participants: [],
    context: null,
    unreadCount: 0,
    messageCount: 0,
    customerPosition: 0,
    lastMessageAt: AT,
    waitingSince: null,
    snoozedUntil: null,
    replyWindow: null,
    firstRepliedAt: null,
    closedAt: null,
    mergedInto: null,
    merged: [],
    isPast: false,
    lastSeq: 0,
    createdAt: AT,
    updatedAt: AT,
    revision: 1,
    isUnread: false,
    customer: { id: 'kim', name: 'Kim', email: null, phone: null, isBlocked: false, updatedAt: AT },
    lastMessage: null,
    ...change,
  };
}

export function message(id: string, position: number, change: Partial<Message> = {}): Message {
  return {
    id,
    conversationId: 'one',
    position,
    senderId: 'kim',
    senderType: 'customer',
    kind: 'reply',
    messageType: 'text',
    content: id,
    attachmentUrl: null,
    attachmentType: null,
    attachments: [],
    mentions: [],
    reactions: [],
    isBillable: null,
    payload: null,
    replyTo: null,
    templateName: null,
    externalId: null,
    clientMessageId: null,
    status: 'delivered',
    error: null,
    isUnsettled: false,
    needsDecision: false,
    createdAt: new Date(Date.parse(AT) + position * 1000).toISOString(),
    sentAt: null,
    deliveredAt: AT,
    readAt: null,
    failedAt: null,
    editedAt: null,
    deletedAt: null,
    ...change,
  };
}

/** A message as it is told live. */
export function told(it: Message, seq: number, previousSeq: number) {
  return { ...it, customerId: 'kim', source: 'whatsapp', seq, previousSeq };
}

/** The same as `sync` tells it. */
export function posted(it: Message, seq: number, previousSeq: number): JournalEvent {
  return { seq, previousSeq, type: 'messagePosted', conversationId: it.conversationId, at: AT, data: it as Wire.MessageView };
}

type Route = (url: URL, init: RequestInit) => unknown;

/** A client before a server that the test plays. */
export class Office {
  readonly server = new FakeServer();
  /** What REST answers, by `GET /path`. */
  readonly rest: Record<string, Route> = {};
  /** What REST was asked for. */
  readonly requests: string[] = [];
  readonly chat: ChatClient;

  constructor(options: Partial<ChatClientOptions> = {}) {
    const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
      const url = new URL(String(input));
      const name = `${init.method ?? 'GET'} ${url.pathname}`;
      this.requests.push(name + url.search);
      const answer = (await this.rest[name]?.(url, init)) ?? new Response('{"code":"not_found","detail":"no"}', { status: 404 });
      return answer instanceof Response ? answer : Response.json(answer);
    };
    this.chat = new ChatClient({
      url: 'http://chat.test',
      auth: () => 'token',
      socket: this.server.factory,
      fetch: fetch as typeof globalThis.fetch,
      ...options,
    });
  }

  /** Serves a conversation with these messages, and the list of it. */
  holds(info: Conversation, messages: Message[]): void {
    this.rest[`GET /api/v1/conversations/${info.id}`] = () => info;
    this.rest[`GET /api/v1/conversations/${info.id}/messages`] = () => ({ items: messages.toReversed(), nextCursor: null });
    this.rest['GET /api/v1/conversations'] = () => ({ items: [info], nextCursor: null });
  }
}

/** Lets everything go on that does not wait for time. */
export const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
