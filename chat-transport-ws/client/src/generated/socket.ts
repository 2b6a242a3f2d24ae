// Written by `cargo xtask types` from the gateway's types. Do not edit.

/**
 * Names an account: one number of a client at a messaging provider.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type AccountId = string;

/**
 * Whether an account may send.
 */
export type AccountStatus = "active" | "paused" | "disconnected";

/**
 * An account's standing.
 */
export type AccountView = { accountId: AccountId, status: AccountStatus, reason: string | null, };

/**
 * Names an agent: a member of a client's team.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type AgentId = string;

/**
 * That an agent came, left, was changed, or takes conversations otherwise than before.
 */
export type AgentView = { agentId: AgentId, availability: Availability, availabilityReason: string | null, isActive: boolean, };

/**
 * Names a file that was handed in.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type AttachmentId = string;

/**
 * A file of a message as every interface represents it, with the addresses under which it is had for a while.
 */
export type AttachmentView = { id: AttachmentId, name: string, contentType: string, kind: FileKind, size: number, width?: number, height?: number, url: string, thumbnailUrl?: string, };

/**
 * Whether an agent takes conversations, as it has said itself. Whether it is there at all, its connections tell.
 */
export type Availability = "online" | "away" | "busy";

/**
 * That a customer is not heard on a channel, or on all of them.
 */
export type BlockView = { source: Source | null, agentId: AgentId, at: Timestamp, };

/**
 * Names a client: a tenant.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type ClientId = string;

/**
 * What went wrong, as programs read it.
 */
export type Code = "unauthorized" | "expired" | "invalid_namespace" | "unknown_event" | "invalid" | "not_found" | "forbidden" | "conflict" | "superseded" | "window_closed" | "resync" | "rate_limited" | "too_many_rooms" | "unavailable";

/**
 * `connected`: who the socket is, and up to where it can be caught up from.
 */
export type Connected = { socketId: string, clientId: ClientId, agent: Person, 
/**
 * The position of the journal's last event: what comes later is heard live, once rooms are joined.
 */
seq: number, 
/**
 * Which agents are there.
 */
present: Array<AgentId>, };

/**
 * Names a conversation.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type ConversationId = string;

/**
 * Where a conversation stands in its life.
 *
 * `active` ⇄ `closed` → `archived` → `active`. A customer who writes into a closed conversation makes it active
 * again, so that nobody's answer gets lost in a finished thread; one who writes after it was archived starts a new
 * one. A customer has at most one conversation that is not archived at each account.
 */
export type ConversationStatus = "active" | "closed" | "archived";

/**
 * A conversation as every interface represents it.
 */
export type ConversationView = { id: ConversationId, clientId: ClientId, customerId: CustomerId | null, source: Source, accountId: AccountId | null, widgetId: WidgetId | null, status: ConversationStatus, customerNumber: string | null, assigneeId: AgentId | null, teamId: TeamId | null, subject: string | null, priority: Priority, labels: Array<DefinitionId>, attributes: { [key in string]: JsonValue }, participants: Array<AgentId>, context: VisitContext | null, unreadCount: number, messageCount: number, customerPosition: number, lastMessageAt: Timestamp | null, waitingSince: Timestamp | null, snoozedUntil: Timestamp | null, replyWindow?: ReplyWindow, firstRepliedAt: Timestamp | null, closedAt: Timestamp | null, mergedInto?: ConversationId, merged?: Array<ConversationId>, isPast?: boolean, lastSeq: number, createdAt: Timestamp, updatedAt: Timestamp, };

/**
 * Names a customer: a website visitor or a WhatsApp contact.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type CustomerId = string;

/**
 * A customer as every interface represents it.
 */
export type CustomerView = { id: CustomerId, clientId: ClientId, name: string | null, email: string | null, phone: string | null, language: LanguageTag | null, attributes: { [key in string]: JsonValue }, blocks: Array<BlockView>, heldBackCount: number, mergedInto: CustomerId | null, createdAt: Timestamp, updatedAt: Timestamp, };

/**
 * Names something that a client has defined for its own work.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type DefinitionId = string;

/**
 * What a client can define.
 */
export type DefinitionKind = "label" | "conversation_attribute" | "customer_attribute" | "canned_response" | "role" | "team" | "view" | "macro" | "template";

/**
 * That something of the client's own was defined, changed or deleted.
 */
export type DefinitionView = { definitionId: DefinitionId, kind: DefinitionKind, isDeleted: boolean, };

/**
 * That a message says nothing any more.
 */
export type DeletedView = { messageId: MessageId, conversationId: ConversationId | null, at: Timestamp, };

/**
 * Names a domain that a widget is to appear on.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type DomainId = string;

/**
 * Where a domain stands in its life.
 */
export type DomainState = "pending" | "verified" | "stale" | "unverified" | "removed";

/**
 * That a domain of a widget stands elsewhere than before.
 */
export type DomainView = { widgetId: WidgetId, domainId: DomainId, state: DomainState, };

export type EventData = MessageView | DeletedView | { messageId: MessageId, externalId: string | null, status: MessageStatus, at: Timestamp, error: Fault | null, isUnsettled: boolean, needsDecision: boolean, } | ConversationView | CustomerView | AccountView | WidgetView | DomainView | DefinitionView | WebhookView | AgentView;

/**
 * The answer to an event that could not be done.
 */
export type Failure = { ok: false, code: Code, message: string, errors?: Array<WrongField>, 
/**
 * What others have done since, the earliest first.
 */
missed?: Array<Missed>, 
/**
 * The templates that may be sent.
 */
templates?: Array<FittingTemplate>, retryAfterMs?: number, 
/**
 * What the request is called in the server's log.
 */
requestId?: string, };

/**
 * Why something did not work, in the provider's words.
 */
export type Fault = { 
/**
 * The provider's code, or a word of ours when no provider was involved.
 */
code: string, 
/**
 * What an agent should read, at most [`Fault::MESSAGE_MAX`] bytes.
 */
message: string, };

/**
 * What people take a file for.
 */
export type FileKind = "image" | "audio" | "video" | "document";

/**
 * A template that a customer can be written to by.
 */
export type FittingTemplate = { 
/**
 * Which.
 */
id: DefinitionId, 
/**
 * What it is called.
 */
name: string, 
/**
 * Its language, as the provider writes it.
 */
language: string, 
/**
 * What it is for, in the provider's word.
 */
category: string, };

/**
 * An event of the journal, as `sync` replays it and REST lists it.
 */
export type JournalEvent = { seq: number, previousSeq: number, type: string, conversationId: ConversationId | null, at: Timestamp, data: EventData, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * A language as BCP 47 writes it: `de`, `pt-BR`, `zh-Hant`. Always in its usual spelling, so that equal languages are equal.
 */
export type LanguageTag = string;

/**
 * Whom a note is meant for.
 */
export type Mention = { "type": "agent", "id": AgentId } | { "type": "team", "id": TeamId };

/**
 * Names a message.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type MessageId = string;

/**
 * Who is to see a message.
 */
export type MessageKind = "reply" | "note" | "event";

/**
 * How far a message has come.
 *
 * It only climbs: queued → sent → delivered → read. `failed` ends it, unless the provider has already said that
 * it arrived.
 */
export type MessageStatus = "queued" | "sent" | "delivered" | "read" | "failed";

/**
 * A message as every interface represents it.
 */
export type MessageView = { id: MessageId, conversationId: ConversationId, position: number, senderId: SenderId | null, senderType: SenderType, kind: MessageKind, messageType: string, content: string, attachmentUrl: string | null, attachmentType: string | null, attachments: Array<AttachmentView>, mentions?: Array<Mention>, reactions?: Array<Reaction>, payload: JsonValue | null, replyTo: MessageId | null, templateName: string | null, externalId: string | null, clientMessageId: string | null, status: MessageStatus, error: Fault | null, isUnsettled: boolean, needsDecision: boolean, createdAt: Timestamp, sentAt: Timestamp | null, deliveredAt: Timestamp | null, readAt: Timestamp | null, failedAt: Timestamp | null, editedAt?: Timestamp, deletedAt?: Timestamp, };

/**
 * An event that somebody has not seen who was writing meanwhile.
 */
export type Missed = { 
/**
 * Its place in the journal.
 */
seq: number, 
/**
 * What happened.
 */
type: string, 
/**
 * When.
 */
at: Timestamp, 
/**
 * The message that was posted, if one was.
 */
messageId?: MessageId, };

export type Person = { id: AgentId, name: string, role: Role, };

/**
 * `clientJoined`, `clientLeft` and `presence`.
 */
export type Present = { agentId: AgentId, name: string, isPresent: boolean, };

/**
 * How soon somebody should answer, the most urgent last.
 */
export type Priority = "none" | "low" | "medium" | "high" | "urgent";

/**
 * A sign that somebody answered a message with. Each side of a conversation gives at most one to each message.
 */
export type Reaction = { 
/**
 * The sign itself; empty when it was taken back, which is kept so that older news does not bring it back.
 */
emoji: string, 
/**
 * Which side gave it: the customer or the team.
 */
by: SenderType, 
/**
 * When.
 */
at: Timestamp, };

/**
 * How long a customer may be answered freely; nothing when it has never written.
 */
export type ReplyWindow = { until: Timestamp | null, };

/**
 * `resync`: what happened up to `seq` is not told by events any more, or what the client knows is not of this journal.
 * Everything has to be loaded anew; what comes after `seq` is told again.
 */
export type Resync = { seq: number, };

/**
 * What a member of the team may do.
 */
export type Role = "owner" | "admin" | "agent" | "viewer";

export type SendMessage = { conversationId: ConversationId, content: string, clientMessageId?: string | null, kind?: Written | null, replyTo?: MessageId | null, attachmentIds?: Array<AttachmentId> | null, ifSeq?: number | null, mentions?: Array<Mention> | null, contentType?: string | null, payload?: JsonValue | null, template?: UsedTemplate | null, };

/**
 * Names whoever wrote a message: an agent, a customer or a bot.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type SenderId = string;

/**
 * Who wrote a message.
 */
export type SenderType = "agent" | "customer" | "system" | "bot";

/**
 * Somebody types, or has stopped.
 */
export type SetTyping = { conversationId: ConversationId, isTyping: boolean, };

/**
 * Somebody looks at a conversation, or does not any more.
 */
export type SetViewing = { conversationId: ConversationId, isViewing: boolean, };

/**
 * Where a conversation comes from: the website widget, WhatsApp, or a channel of the host's own.
 *
 * A short word of lower-case letters, digits and hyphens, at most [`Source::LEN_MAX`] bytes.
 */
export type Source = string;

/**
 * `messageStatus` and `whatsappMessageStatus`.
 */
export type Status = { conversationId: ConversationId, customerId: CustomerId | null, messageId: MessageId, status: MessageStatus, timestamp: Timestamp, error?: Fault, seq: number, previousSeq: number, whatsappMessageId?: string | null, externalId?: string | null, 
/**
 * Nobody does: it may be with the customer.
 */
isUnsettled?: boolean, 
/**
 * Nobody will tell by now: the team is to send it again or to discard it.
 */
needsDecision?: boolean, };

export type Sync = { after: number, };

/**
 * Names a team within a client.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type TeamId = string;

/**
 * What a message does not say of its conversation.
 */
export type ThreadView = { customerId: CustomerId | null, source: Source, };

/**
 * A moment in UTC, cut to milliseconds, from the year 1970 to 9999.
 *
 * Written as RFC 3339 with three digits of fraction and `Z`: `2026-01-31T08:15:00.000Z`.
 */
export type Timestamp = string;

/**
 * A page that a visitor has come to.
 */
export type TrailPage = { 
/**
 * Its address without query and fragment.
 */
url: string, 
/**
 * Its title.
 */
title: string, 
/**
 * When the visitor came there.
 */
cameAt: Timestamp, };

/**
 * `typing`.
 */
export type Typing = { conversationId: ConversationId, senderType: SenderType, senderId: SenderId, isTyping: boolean, };

/**
 * A template and what goes into it.
 */
export type UsedTemplate = { id: DefinitionId, parameters: JsonValue, };

/**
 * `viewing`: an agent looks at a conversation, or does not any more.
 */
export type Viewing = { conversationId: ConversationId, agentId: AgentId, name: string, isViewing: boolean, };

/**
 * What is known of a website visitor besides what it says: for the team, never for other visitors.
 */
export type VisitContext = { 
/**
 * Whether the website vouches for who it is.
 */
isIdentified: boolean, 
/**
 * Its e-mail address, as far as the website vouches for that.
 */
email: string | null, 
/**
 * Where it is; only while it consents to that being told.
 */
page: VisitedPage | null, 
/**
 * Where it has been since it wrote first, the latest page last; only while it consents to that being told. At most
 * [`VisitContext::TRAIL_MAX`]: of more, the latest.
 */
trail: Array<TrailPage>, 
/**
 * What it answered before the chat, by the fields' names. Nobody has checked that it is true.
 */
answers: { [key in string]: JsonValue }, 
/**
 * What the page says of it. Nobody has checked that it is true.
 */
attributes: { [key in string]: JsonValue }, };

/**
 * A page that a visitor is on.
 */
export type VisitedPage = { 
/**
 * Its address without query and fragment, which may hold what is nobody's business.
 */
url: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Where the visitor came from, likewise without query and fragment.
 */
referrer: string | null, 
/**
 * The language of the visitor's browser.
 */
language: string | null, 
/**
 * Where its clock says it is.
 */
timeZone: string | null, };

/**
 * Names a webhook of a client's own.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type WebhookId = string;

/**
 * Whether events are sent to a webhook.
 */
export type WebhookStatus = "pending" | "active" | "paused" | "disabled" | "deleted";

/**
 * `webhook`: a webhook was created, verified, paused, resumed, given up or deleted.
 */
export type WebhookView = { webhookId: WebhookId, status: WebhookStatus, reason: string | null, };

/**
 * `whatsappMessage`. `timestamp` is when we received the message or an agent wrote it; `sentAt` is the time its provider
 * gives to a customer's message, and for a reply when the provider took it. Without either, there is no `sentAt`.
 */
export type WhatsAppMessage = { conversationId: ConversationId, customerId: CustomerId | null, whatsappNumber: string | null, whatsappMessageId: string | null, senderType: SenderType, messageType: string, content: string, status: MessageStatus, sentAt?: Timestamp, deliveredAt?: Timestamp, readAt?: Timestamp, metadata?: JsonValue, isTemplate: boolean, templateName?: string, timestamp: Timestamp, seq: number, previousSeq: number, messageId: MessageId, };

/**
 * Names a widget: one embeddable chat box.
 *
 * A UUIDv7, written as a hyphenated string on the wire.
 */
export type WidgetId = string;

/**
 * Whether a widget works.
 */
export type WidgetStatus = "active" | "inactive" | "deleted";

/**
 * That a widget is another than before.
 */
export type WidgetView = { widgetId: WidgetId, status: WidgetStatus, };

/**
 * What an agent can write.
 */
export type Written = "reply" | "note";

export type WrongField = { field: string, problem: string, };
