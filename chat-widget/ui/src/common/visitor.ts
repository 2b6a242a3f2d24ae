import type { Colors } from './protocol';

/** What the server and the frame say to each other. */

export interface Field {
  name: string;
  type: 'text' | 'email' | 'phone' | 'select' | 'checkbox' | 'consent';
  label: string;
  isRequired: boolean;
  options: { value: string; label: string }[];
  /** Where a consent is explained. */
  url: string | null;
}

/** What the frame has to know of the widget, in the visitor's language. */
export interface Settings {
  name: string;
  welcome: string;
  away: string;
  placeholder: string;
  preChat: { text: string; fields: Field[] } | null;
  hasAvatars: boolean;
  hasSound: boolean;
  needsIdentity: boolean;
  colors: { light: Colors; dark: Colors };
}

/** Which files a visitor may send: the server has the last word. */
export interface Uploads {
  /** The largest file. */
  maxBytes: number;
  /** MIME types. */
  types: string[];
}

/** The answer to `POST /w/{key}/session`. */
export interface SessionAnswer {
  /** For the socket, for as many seconds. */
  token: string;
  expiresIn: number;
  /** Where the conversations are found again: for the next session, and for this frame's storage once the visitor has written. */
  visitor: string | null;
  lang: string;
  isRtl: boolean;
  settings: Settings;
  /** Which files may be sent; nothing where none may be. */
  uploads?: Uploads | null;
  /** Whether somebody answers at this hour. */
  isOpen: boolean;
  opensAt: string | null;
  isIdentified: boolean;
}

export type Sender = 'agent' | 'customer' | 'bot' | 'system';
export type Status = 'queued' | 'sent' | 'delivered' | 'read' | 'failed';

/** A file as a message has it, and the answer to `POST /w/{key}/attachments`. */
export interface Attachment {
  id: string;
  name: string;
  contentType: string;
  kind: 'image' | 'audio' | 'video' | 'document';
  size: number;
  width?: number | null;
  height?: number | null;
  /** Good for about an hour from when it was told. */
  url: string;
  thumbnailUrl?: string | null;
}

export interface Message {
  id: string;
  conversationId: string;
  position: number;
  senderType: Sender;
  senderName: string | null;
  content: string;
  contentType: string;
  attachments: Attachment[];
  clientMessageId: string | null;
  status: Status;
  createdAt: string;
  /** Whether the team has changed its words since; left out where it has not. */
  isEdited?: boolean;
  /** Whether the team has taken it back; there is nothing in it then. */
  isDeleted?: boolean;
}

export interface Conversation {
  id: string;
  status: 'active' | 'closed' | 'archived';
  /** How many messages of the team the visitor has not read. */
  unreadCount: number;
  lastMessage: string | null;
  lastMessageAt: string | null;
  lastSeq: number;
}

/** A conversation as an event tells of it: without what follows from its messages. */
export type ConversationChange = Omit<Conversation, 'unreadCount' | 'lastMessage'> & Partial<Conversation>;

interface Placed {
  seq: number;
  previousSeq: number;
}

export interface StatusChange {
  messageId: string;
  conversationId: string;
  status: Status;
}

export interface Deletion {
  messageId: string;
  conversationId: string;
}

export type Happened = Placed &
  (
    | { type: 'message'; data: Message }
    | { type: 'messageEdited'; data: Message }
    | { type: 'messageDeleted'; data: Deletion }
    | { type: 'messageStatus'; data: StatusChange }
    | { type: 'conversation'; data: ConversationChange }
  );

export interface Connected {
  seq: number;
  conversations: Conversation[];
  isPresent: boolean;
}

/** Every request is answered so. */
export type Answer<T> = ({ ok: true } & T) | { ok: false; code: string; message: string; retryAfterMs?: number };

export interface Sent {
  message: Message;
  conversation: Conversation;
  /** Where the conversations are found again, given with the first message; for this frame's storage. */
  visitor: string | null;
}

export interface Synced {
  events: Happened[];
  head: number;
  more: boolean;
  resync?: boolean;
}

export interface History {
  items: Message[];
  nextCursor: string | null;
}
