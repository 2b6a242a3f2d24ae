import type { Conversation, ThreadMessage } from '@chat/client';

/** A message of which only what is named matters. */
export const said = (key: string, createdAt: string, rest: Partial<ThreadMessage> = {}): ThreadMessage =>
  ({ key, id: key, createdAt, senderType: 'customer', senderId: 'ann', kind: 'reply', content: key, pending: null, ...rest }) as ThreadMessage;

export const talk = (id: string, lastMessageAt: string): Conversation => ({ id, lastMessageAt }) as Conversation;
