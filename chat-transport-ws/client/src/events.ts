import type {
  AccountView,
  AgentView,
  Connected,
  ConversationView,
  CustomerView,
  DefinitionView,
  DeletedView,
  DomainView,
  JournalEvent as WireEvent,
  MessageView,
  Present,
  Resync,
  SendMessage,
  SetTyping,
  SetViewing,
  Status,
  Sync,
  ThreadView,
  Typing,
  Viewing,
  WebhookView,
  WhatsAppMessage,
  WidgetView,
} from './generated/socket.js';
import type { MessageStatusChange } from './generated/rest.js';

/** Where in the client's journal an event stands, and the event before it in the same conversation. */
export interface Place {
  seq: number;
  previousSeq: number;
}

export interface RoomEvent {
  room: string;
}

/** A message, with what it does not say of its conversation. */
export type MessageEvent = MessageView & ThreadView & Place;

/** How far a message has come. */
export type StatusEvent = Omit<Status, 'whatsappMessageId'>;

/** The same, as those hear it who watch WhatsApp. */
export type WhatsAppStatusEvent = Omit<Status, 'externalId'>;

/** What the server tells, by name. A test compares the names with the server's. */
export interface ServerEvents {
  connected: Connected;
  clientJoined: Present;
  clientLeft: Present;
  whatsappGeneralJoined: RoomEvent;
  whatsappGeneralLeft: RoomEvent;
  whatsappCustomerJoined: RoomEvent & { customerId: string };
  whatsappCustomerLeft: RoomEvent & { customerId: string };
  conversationJoined: RoomEvent & { conversationId: string };
  conversationLeft: RoomEvent & { conversationId: string };
  inboxJoined: RoomEvent;
  inboxLeft: RoomEvent;
  whatsappMessage: WhatsAppMessage;
  whatsappMessageStatus: WhatsAppStatusEvent;
  message: MessageEvent;
  messageEdited: MessageEvent;
  messageDeleted: DeletedView & ThreadView & Place;
  messageStatus: StatusEvent;
  conversation: ConversationView & Place;
  customer: CustomerView & Place;
  account: AccountView & Place;
  widget: WidgetView & Place;
  domain: DomainView & Place;
  definition: DefinitionView & Place;
  webhook: WebhookView & Place;
  agent: AgentView & Place;
  typing: Typing;
  viewing: Viewing;
  presence: Present;
  resync: Resync;
}

export type ServerEventName = keyof ServerEvents;

interface Command<Request extends unknown[], Answer> {
  request: Request;
  answer: Answer;
}

type RoomCommand<Request extends unknown[]> = Command<Request, { ok: true; room: string }>;

/** What the server is asked for, by name: what it takes and what it answers. A test compares the names with the server's. */
export interface Commands {
  joinWhatsAppGeneral: RoomCommand<[]>;
  leaveWhatsAppGeneral: RoomCommand<[]>;
  joinWhatsAppCustomer: RoomCommand<[customerId: string]>;
  leaveWhatsAppCustomer: RoomCommand<[customerId: string]>;
  joinConversation: RoomCommand<[conversationId: string]>;
  leaveConversation: RoomCommand<[conversationId: string]>;
  joinInbox: RoomCommand<[]>;
  leaveInbox: RoomCommand<[]>;
  sendMessage: Command<[message: SendMessage], { ok: true; message: MessageView }>;
  markRead: Command<[conversationId: string], { ok: true; conversation: ConversationView }>;
  typing: Command<[typing: SetTyping], { ok: true }>;
  viewing: Command<[viewing: SetViewing], { ok: true }>;
  sync: Command<[from: Sync], { ok: true; events: JournalEvent[]; head: number; more: boolean; resync?: boolean }>;
}

export type CommandName = keyof Commands;

/** What an event of the journal says, by its type. */
export interface JournalData {
  messagePosted: MessageView;
  messageEdited: MessageView;
  messageDeleted: DeletedView;
  messageStatusChanged: MessageStatusChange;
  conversationChanged: ConversationView;
  customerChanged: CustomerView;
  accountChanged: AccountView;
  widgetChanged: WidgetView;
  domainChanged: DomainView;
  definitionChanged: DefinitionView;
  webhookChanged: WebhookView;
  agentChanged: AgentView;
}

/** An event of the journal, as `sync` and `GET /api/v1/events` tell it. */
export type JournalEvent = {
  [Type in keyof JournalData]: Omit<WireEvent, 'type' | 'data'> & { type: Type; data: JournalData[Type] };
}[keyof JournalData];
