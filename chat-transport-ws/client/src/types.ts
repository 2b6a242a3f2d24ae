import type { ChatError } from './error.js';
import type * as Rest from './generated/rest.js';
import type { QueryOf } from './rest.js';

/** A conversation, from REST or from an event. Events do not tell everything: what is missing here was never told. */
export type Conversation = Omit<Rest.Conversation, 'revision' | 'isUnread' | 'customer' | 'lastMessage'> & {
  /** How often it was written; only of what was loaded and has not changed since. */
  revision?: number | undefined;
  /** Whether something is new to whoever is signed in. */
  isUnread?: boolean | null | undefined;
  /** Whom it is with, null when that is nobody; once it was loaded. */
  customer?: Rest.CustomerSummary | null | undefined;
  /** Its latest reply or note, null when there is none; once one was heard or it was loaded. */
  lastMessage?: Message | null | undefined;
};

/** A message, from REST or from an event. */
export type Message = Omit<Rest.Message, 'revision'> & {
  /** How often it was written; only of what was loaded and has not changed since. */
  revision?: number | undefined;
};

/** Which conversations: as `GET /api/v1/conversations` takes it. */
export type ConversationQuery = Omit<NonNullable<QueryOf<'GET /api/v1/conversations'>>, 'cursor'>;

/** What is to be said. */
export interface Draft {
  /** Its words; empty where files, a template or a payload say everything. */
  content: string;
  /** `note` is for the team alone. */
  kind?: 'reply' | 'note' | undefined;
  replyTo?: string | undefined;
  attachmentIds?: readonly string[] | undefined;
  /** Files that are handed in first. */
  files?: readonly Blob[] | undefined;
  mentions?: readonly Rest.Mention[] | undefined;
  /** What it consists of when that is neither text nor files, with what it says in `payload`. */
  contentType?: string | undefined;
  payload?: unknown;
  /** The template that it is made from. */
  template?: Rest.UsedTemplate | undefined;
  /** Refuses with `superseded` when the conversation has gone on beyond this `seq`; see `Conversation.lastSeq`. */
  ifSeq?: number | undefined;
}

/** A message in a thread: what the server has, or what is still on its way there. */
export type ThreadMessage = Message & {
  /** The same for a message before and after the server has it. */
  readonly key: string;
  /** How it stands in the outbox; null once the server has it. */
  readonly pending: Pending | null;
};

export interface Pending {
  /** `waiting` for a connection or for those before it, `sending`, or `failed` until somebody sends it again or throws it away. */
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly error: ChatError | null;
}

/** How far something that is loaded page by page has come. */
export interface Loading {
  /** Whether the first page is there. */
  readonly isLoaded: boolean;
  readonly isLoading: boolean;
  /** Whether there is another page. */
  readonly hasMore: boolean;
  readonly error: ChatError | null;
}

/** Who types. */
export interface Typist {
  readonly senderType: string;
  readonly senderId: string;
}

/** A colleague who looks at a conversation. */
export interface Viewing {
  readonly agentId: string;
  readonly name: string;
}
