export { ChatClient, type ChatClientOptions, type EventHandler, type Unread, WhatsAppRooms } from './client.js';
export type { ConnectionState, ConnectionStatus, SocketFactory, SocketLike, SocketOptions, Transport } from './connection.js';
export type { Logger } from './env.js';
export { ChatError, type ErrorDetails } from './error.js';
export type {
  CommandName,
  Commands,
  JournalData,
  JournalEvent,
  MessageEvent,
  Place,
  RoomEvent,
  ServerEventName,
  ServerEvents,
  StatusEvent,
  WhatsAppStatusEvent,
} from './events.js';
export { type Condition, conditionOf } from './filter.js';
export type * as Rest from './generated/rest.js';
export type { Routes } from './generated/rest.js';
export type * as Wire from './generated/socket.js';
export { ConversationList, type ListState } from './list.js';
export { memoryStorage, Outbox, type OutboxEntry, type OutboxStorage } from './outbox.js';
export { Api, type BodyOf, type Extras, type Input, type PathOf, type QueryOf, type ResponseOf, type Route, type UploadOptions } from './rest.js';
export type { Room, RoomName } from './rooms.js';
export { type Readable, Store, type Unsubscribe, until } from './store.js';
export { Thread } from './thread.js';
export type { Auth, TokenReason } from './token.js';
export type {
  Conversation,
  ConversationQuery,
  Draft,
  Loading,
  Message,
  Pending,
  ThreadMessage,
  Typist,
  Viewing,
} from './types.js';
