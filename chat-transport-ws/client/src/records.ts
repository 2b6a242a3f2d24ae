import type { JournalEvent } from './events.js';
import type { ConversationView, CustomerView, MessageView } from './generated/socket.js';
import type * as Rest from './generated/rest.js';
import type { Conversation, Message } from './types.js';

const RANK: Record<Message['status'], number> = { queued: 0, sent: 1, failed: 2, delivered: 3, read: 4 };

/** A message as REST tells it, from an event, which leaves out what there is not. */
export function messageOf(view: MessageView): Message {
  return { mentions: [], reactions: [], isBillable: null, editedAt: null, deletedAt: null, ...view } as Message;
}

/** A conversation as REST tells it, from an event. */
export function conversationOf(view: ConversationView, known: Conversation | undefined): Conversation {
  const next: Conversation = { merged: [], mergedInto: null, isPast: false, replyWindow: null, ...view } as Conversation;
  // Events do not tell what is new to whom.
  if (known) next.isUnread = next.unreadCount > 0 ? known.isUnread || next.customerPosition > known.customerPosition : known.isUnread;
  else next.isUnread = next.unreadCount > 0;
  // Nor what lists tell besides.
  if (known?.lastMessage !== undefined) next.lastMessage = known.lastMessage;
  if (known?.customer !== undefined && known.customerId === next.customerId) next.customer = known.customer;
  return next;
}

/** What is known by now of a conversation that REST tells; the same object as before when it is nothing new. */
export function joined(known: Conversation | undefined, told: Conversation): Conversation {
  if (!known) return told;
  const isSame = known.lastSeq === told.lastSeq && known.revision === told.revision;
  const isRead = known.isUnread === told.isUnread && known.unreadCount === told.unreadCount;
  const isNews = known.lastSeq <= told.lastSeq && !(isSame && isRead);
  const [base, other] = isNews ? [told, known] : [known, told];
  const customer = base.customerId === other.customerId ? laterOf(base.customer, other.customer) : base.customer;
  const lastMessage = base.lastMessage === undefined ? other.lastMessage : base.lastMessage;
  return customer === base.customer && lastMessage === base.lastMessage ? base : { ...base, customer, lastMessage };
}

/** A conversation with the customer as it is now; the same object when that is nothing new. */
export function withCustomer(known: Conversation, customer: Rest.Customer | CustomerView): Conversation {
  if (known.customerId !== customer.id) return known;
  const { id, name, email, phone, blocks, updatedAt } = customer;
  const isBlocked = blocks.some(({ source }) => source === null || source === known.source);
  const told = { id, name, email, phone, isBlocked, updatedAt };
  const next = laterOf(known.customer, told);
  return next === known.customer ? known : { ...known, customer: next };
}

function laterOf(one: Conversation['customer'], other: Conversation['customer']): Conversation['customer'] {
  return one && other ? (other.updatedAt > one.updatedAt ? other : one) : (one ?? other);
}

/** The later of two tellings of the same message: its status only climbs, what was taken back stays so. */
export function merged(known: Message | undefined, told: Message): Message {
  if (!known) return told;
  if (known.deletedAt !== null && told.deletedAt === null) return known;
  // A failure is followed by another try, which begins anew.
  const isRetried = known.status === 'failed' && told.status !== 'failed';
  const isBehind = RANK[told.status] < RANK[known.status] && !isRetried;
  const isOlder = (told.editedAt ?? '') < (known.editedAt ?? '');
  const { messageType, content, payload, attachments, attachmentUrl, attachmentType, editedAt } = known;
  const base = isOlder ? { ...told, messageType, content, payload, attachments, attachmentUrl, attachmentType, editedAt } : told;
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
  const next: Conversation = { ...known, lastSeq: Math.max(known.lastSeq, seq) };
  delete next.revision;
  const last = known.lastMessage;
  // It may have been loaded with what was said after this.
  const isBehind = last?.conversationId === message.conversationId && last.position > message.position;
  if (message.kind !== 'event' && !isBehind) next.lastMessage = last?.id === message.id ? merged(last, message) : message;
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
