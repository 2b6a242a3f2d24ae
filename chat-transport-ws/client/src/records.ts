import type { JournalEvent } from './events.js';
import type { ConversationView, MessageView } from './generated/socket.js';
import type * as Rest from './generated/rest.js';
import type { Conversation, Message } from './types.js';

const RANK: Record<Message['status'], number> = { queued: 0, sent: 1, failed: 2, delivered: 3, read: 4 };

/** A message as REST tells it, from an event, which leaves out what there is not. */
export function messageOf(view: MessageView): Message {
  return { mentions: [], editedAt: null, deletedAt: null, ...view } as Message;
}

/** A conversation as REST tells it, from an event. */
export function conversationOf(view: ConversationView, known: Conversation | undefined): Conversation {
  const next: Conversation = { merged: [], mergedInto: null, ...view } as Conversation;
  // Events do not tell what is new to whom.
  if (known) next.isUnread = next.unreadCount > 0 ? known.isUnread || next.customerPosition > known.customerPosition : known.isUnread;
  else next.isUnread = next.unreadCount > 0;
  if (known?.lastMessage) next.lastMessage = known.lastMessage;
  return next;
}

/** The later of two tellings of the same message: its status only climbs, what was taken back stays so. */
export function merged(known: Message | undefined, told: Message): Message {
  if (!known) return told;
  if (known.deletedAt !== null && told.deletedAt === null) return known;
  // A failure is followed by another try, which begins anew.
  const isRetried = known.status === 'failed' && told.status !== 'failed';
  const isBehind = RANK[told.status] < RANK[known.status] && !isRetried;
  const isOlder = (told.editedAt ?? '') < (known.editedAt ?? '');
  const base = isOlder ? { ...told, content: known.content, editedAt: known.editedAt } : told;
  if (!isBehind) return base;
  const { status, sentAt, deliveredAt, readAt, failedAt, error, isUnsettled, needsDecision } = known;
  return { ...base, status, sentAt, deliveredAt, readAt, failedAt, error, isUnsettled, needsDecision };
}

/** What becomes of a message by news of how far it has come. */
export function moved(known: Message, news: Rest.MessageStatusChange): Message {
  const { status, at, error, isUnsettled, needsDecision, externalId } = news;
  const isRetried = known.status === 'failed' && status !== 'failed';
  if (RANK[status] < RANK[known.status] && !isRetried) return known;
  const moment = { queued: {}, sent: { sentAt: at }, delivered: { deliveredAt: at }, read: { readAt: at }, failed: { failedAt: at } }[status];
  return { ...known, ...moment, status, error, isUnsettled, needsDecision, externalId: externalId ?? known.externalId };
}

/** What becomes of a conversation by a message in it; the event of a message does not tell it. */
export function withMessage(known: Conversation, message: Message, seq: number, agentId: string | null): Conversation {
  const next: Conversation = { ...known, lastSeq: Math.max(known.lastSeq, seq), lastMessage: message };
  delete next.revision;
  if (message.kind === 'event') next.lastMessage = known.lastMessage;
  // It counts the message already.
  if (message.position <= known.messageCount) return next;
  next.messageCount = message.position;
  if (message.kind === 'event') return next;
  next.lastMessageAt = message.createdAt;
  next.updatedAt = message.createdAt;
  if (message.senderType === 'customer') {
    next.status = 'active';
    next.closedAt = null;
    next.snoozedUntil = null;
    next.unreadCount += 1;
    next.customerPosition = message.position;
    next.waitingSince ??= message.createdAt;
    next.isUnread = true;
  } else if (message.kind === 'reply') {
    next.status = 'active';
    next.closedAt = null;
    next.waitingSince = null;
    next.unreadCount = 0;
    next.firstRepliedAt ??= message.createdAt;
    if (message.senderId === agentId) next.isUnread = false;
  }
  return next;
}

/** The events of the journal that the live ones tell of, by the live ones' names. */
export const JOURNAL_TYPES = {
  message: 'messagePosted',
  messageEdited: 'messageEdited',
  messageDeleted: 'messageDeleted',
  messageStatus: 'messageStatusChanged',
  conversation: 'conversationChanged',
  customer: 'customerChanged',
  account: 'accountChanged',
  widget: 'widgetChanged',
  domain: 'domainChanged',
  definition: 'definitionChanged',
  webhook: 'webhookChanged',
  agent: 'agentChanged',
} as const satisfies Record<string, JournalEvent['type']>;

export type Placed = keyof typeof JOURNAL_TYPES;

/** The live name of a type of the journal. */
export const LIVE_NAMES = Object.fromEntries(Object.entries(JOURNAL_TYPES).map(([live, type]) => [type, live])) as {
  [Live in Placed as (typeof JOURNAL_TYPES)[Live]]: Live;
};
