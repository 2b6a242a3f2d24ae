// Written by `cargo xtask types` from the OpenAPI document. Do not edit.
/** A newcomer takes its place in the team. */
export type Acceptance = {
  /** What colleagues and customers call it. */
  name: string;
  password: string;
  /** What the invitation came with. */
  token: string;
};

/** An account was connected, paused, resumed or disconnected. */
export type AccountChange = {
  accountId: string;
  reason: string | null;
  /** A paused account receives; what is to be sent waits. */
  status: 'active' | 'paused' | 'disconnected';
};

/** A number that is to be added to a business. */
export type AddWhatsAppNumber = {
  /** The code of its country. */
  countryCode: string;
  /** The name that customers are to see. */
  name: string;
  /** The rest of it. */
  number: string;
};

/** The id of a number that was added. */
export type AddedWhatsAppNumber = {
  /** Meta's id of it, to connect it with when it is registered. */
  phoneNumberId: string;
};

/** A member of the team. */
export type Agent = {
  /** Whether an agent takes conversations, as it has said itself. */
  availability: 'online' | 'away' | 'busy';
  availabilityReason: string | null;
  clientId: string;
  createdAt: string;
  /** The role of your own that counts in place of `role`. */
  customRoleId: string | null;
  /** When it left the team. */
  deactivatedAt: string | null;
  email: string;
  /** Whether a code is asked for when it signs in. */
  hasSecondFactor: boolean;
  id: string;
  name: string;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** Viewers see; agents answer customers as well; owners and admins manage accounts, widgets and the team. */
  role: 'owner' | 'admin' | 'agent' | 'viewer';
};

/** An agent came, left, was changed, or takes conversations otherwise than before. */
export type AgentChange = {
  agentId: string;
  /** Whether an agent takes conversations, as it has said itself. */
  availability: 'online' | 'away' | 'busy';
  availabilityReason: string | null;
  /** Whether it is in the team. */
  isActive: boolean;
};

/** The members of the team, the oldest first. */
export type AgentList = {
  items: Colleague[];
  /** Always null: a team fits on one page. */
  nextCursor: string | null;
};

/** What is to become different about an agent; what is not named stays as it is. */
export type AgentPatch = {
  /** The role of your own that counts in place of `role`; null takes it away. */
  customRoleId?: string | null | undefined;
  name?: string | null | undefined;
  /** Viewers see; agents answer customers as well; owners and admins manage accounts, widgets and the team. */
  role?: 'owner' | 'admin' | 'agent' | 'viewer' | null | undefined;
};

/** A token for programs, without the token. */
export type ApiKey = {
  /** As whom it acts. */
  agentId: string;
  createdAt: string;
  expiresAt: string | null;
  id: string;
  /** To within ten minutes; null when it was never used. */
  lastUsedAt: string | null;
  name: string;
  scopes: Array<'conversations.read' | 'conversations.reply' | 'files.upload' | 'conversations.change' | 'customers.change' | 'customers.manage' | 'accounts.read' | 'accounts.manage' | 'templates.manage' | 'widgets.read' | 'widgets.manage' | 'definitions.manage' | 'realtime.read' | 'webhooks.manage' | 'keys.own' | 'team.manage' | 'audit.read'> | null;
};

/** API keys, the oldest first. */
export type ApiKeyList = {
  items: ApiKey[];
  /** Always null: a team's keys fit on one page. */
  nextCursor: string | null;
};

/** A file that was handed in, or that a message has. */
export type Attachment = {
  /** What it is, as its bytes have shown. */
  contentType: string;
  /** How high a picture is, in pixels. */
  height?: number | undefined;
  id: string;
  /** What people take it for. */
  kind: 'image' | 'audio' | 'video' | 'document';
  /** What it is called: without a path, and with an extension that fits what it is. */
  name: string;
  /** Its bytes. */
  size: number;
  /** Where a small picture of it is had, of those that have one. */
  thumbnailUrl?: string | undefined;
  /** Where it is had, without a token, for an hour at least. It is told anew with the message and by `GET /api/v1/attachments/{id}`. Relative to the server's origin, unless its public URL is configured. */
  url: string;
  /** How wide a picture is, in pixels. */
  width?: number | undefined;
};

/** A value that conversations or customers can have. Its name is what the value is called in `attributes`. */
export type AttributeDefinition = {
  /** Who gets to see it: `all`, `team:` or `agent:` with an id. */
  audience: string;
  createdAt: string;
  id: string;
  name: string;
  /** What there is to choose from, for the type `select` alone. */
  options: string[];
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** What people read. */
  title: string;
  /** What a value may be. */
  type: 'text' | 'number' | 'boolean' | 'date' | 'select' | 'link';
  updatedAt: string;
};

/** All that there are, the oldest first. */
export type AttributeDefinitionList = {
  items: AttributeDefinition[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** Something that an agent or an API key did. */
export type AuditEntry = {
  /** The address of the internet that it was asked from. */
  address: string | null;
  agentId: string;
  at: string;
  /** What the agent had signed in with; null when it was about to sign in. */
  credential: string | null;
  /** What was done. */
  deed: string;
  /** The SHA-256 of what the entry says and of the hash before, in hexadecimal digits. */
  hash: string | null;
  id: string;
  /** The hash of the entry before, in hexadecimal digits. */
  previousHash: string | null;
  /** What the request is called, in its `x-request-id`. */
  requestId: string | null;
  /** Its place in the chain: 1, 2, 3, … without gaps; null for a moment. */
  seq: number | null;
  subjects: AuditSubject[];
};

/** Entries, the latest first. */
export type AuditEntryList = {
  items: AuditEntry[];
  nextCursor: string | null;
};

/** A record that something was done to. */
export type AuditSubject = {
  id: string;
  /** Whether it was not there before. */
  isNew: boolean;
  /** What kind of record. */
  kind: string;
};

/** Whether you take conversations. */
export type AvailabilityChange = {
  /** Whether an agent takes conversations, as it has said itself. */
  availability: 'online' | 'away' | 'busy';
  /** Why not. */
  reason?: string | null | undefined;
};

/** A website that wanted to show the widget and may not. */
export type BlockedOrigin = {
  /** How often, in the last 30 days. */
  count: number;
  firstSeen: string;
  /** Whether somebody has said that it is not to be heard of. */
  ignored: boolean;
  lastSeen: string;
  origin: string;
};

/** The websites that wanted to show the widget and may not, the last seen first. */
export type BlockedOriginList = {
  items: BlockedOrigin[];
  /** Always null: no more than 200 are told. */
  nextCursor: string | null;
};

/** Where a customer is not to be heard, or is to be heard again. */
export type Blocking = {
  /** On which channel; on all of them when it is missing. */
  source?: string | null | undefined;
};

/** One change to many conversations: to those that are named, or to those that meet a filter. */
export type BulkChange = {
  /** What is to become different about each of them. */
  changes: ConversationPatch;
  /** The conversations, at most 10,000. */
  conversationIds?: string[] | null | undefined;
  filter?: ConversationFilter | null | undefined;
};

/** A text that is written often. Its name is what an agent types after a slash. */
export type CannedResponse = {
  /** Who gets to see it: `all`, `team:` or `agent:` with an id. */
  audience: string;
  /** The text. `{{customer.name|there}}` stands for what is known of the conversation, or for what follows the bar. */
  content: string;
  createdAt: string;
  id: string;
  name: string;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  updatedAt: string;
};

/** All that there are, the oldest first. */
export type CannedResponseList = {
  items: CannedResponse[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** A code of the authenticator app, or a recovery code where that is said. */
export type CodeCheck = {
  code: string;
};

/** A member of the team, and whether it is there. */
export type Colleague = Agent & {
  /** Whether it is connected to this server or another one of yours. */
  isPresent: boolean;
};

/** Whose socket it is. */
export type ConnectedAgent = {
  id: string;
  name: string;
  /** Viewers see; agents answer customers as well; owners and admins manage accounts, widgets and the team. */
  role: 'owner' | 'admin' | 'agent' | 'viewer';
};

/** One socket. */
export type ConnectedSocket = {
  agent: ConnectedAgent;
  queue: SocketQueue;
  /** The rooms that it has joined. */
  rooms: string[];
  /** Since when it is connected. */
  since: string;
  /** As its client knows it. */
  socketId: string;
  /** `polling` asks again and again, `websocket` stays connected. */
  transport: 'polling' | 'websocket';
};

/** What a customer and the team say to each other over one account or widget. */
export type Conversation = {
  accountId: string | null;
  /** Who is to answer. */
  assigneeId: string | null;
  /** Values of the attributes that the client has defined, by their names. */
  attributes: Record<string, unknown>;
  clientId: string;
  /** When it was closed; null while it is active. */
  closedAt: string | null;
  context: VisitContext | null;
  createdAt: string;
  customer: CustomerSummary | null;
  /** Null in a conversation that agents have among themselves. */
  customerId: string | null;
  /** The customer's number as people write it; null while the channel hides it. */
  customerNumber: string | null;
  /** The position of the customer's last message; 0 when there is none. */
  customerPosition: number;
  /** When an agent answered first. */
  firstRepliedAt: string | null;
  id: string;
  /** Whether it holds what was said before its account was connected: its messages are listed by time, in whichever order they came. */
  isPast: boolean;
  /** Whether something is new to whoever asks: what the team has not read, or what the asker has marked. Events do not tell. */
  isUnread: boolean | null;
  /** The ids of its labels. */
  labels: string[];
  lastMessage: Message | null;
  lastMessageAt: string | null;
  /** The `seq` of its last event: the next event of the conversation names it as `previousSeq`. */
  lastSeq: number;
  /** The conversations that go on in this one; their messages are listed with its own, by time. */
  merged: string[];
  /** The conversation of the same customer that it goes on in. */
  mergedInto: string | null;
  messageCount: number;
  /** Agents who want to hear of it besides the assignee. */
  participants: string[];
  /** How soon somebody should answer. */
  priority: 'none' | 'low' | 'medium' | 'high' | 'urgent';
  replyWindow: ReplyWindow | null;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** Until when it is out of sight, unless the customer writes before. */
  snoozedUntil: string | null;
  /** The channel it goes over: `website`, `whatsapp`, or one of the host's own. */
  source: string;
  /** `closed` until the customer writes again, `archived` for good. */
  status: 'active' | 'closed' | 'archived';
  subject: string | null;
  /** Which team is to answer. */
  teamId: string | null;
  /** How many messages of the customer no agent has read. */
  unreadCount: number;
  updatedAt: string;
  /** Since when the customer has been waiting for an answer. */
  waitingSince: string | null;
  widgetId: string | null;
};

/** Which conversations are wanted: every condition is an object with one field. A list of values is met by any of them, and by none when it is empty. At most 100 conditions, 8 deep. */
export type ConversationFilter = {
  /** Every one of these is met; so is none at all. */
  all: ConversationFilter[];
} | {
  /** At least one of these is met. */
  any: ConversationFilter[];
} | {
  /** This is not met. */
  not: ConversationFilter;
} | {
  /** Where it stands. */
  status: Array<'active' | 'closed' | 'archived'>;
} | {
  /** The channel it goes over. */
  source: string[];
} | {
  /** Who is to answer. */
  assignee: string[];
} | {
  /** Which team is to answer. */
  team: string[];
} | {
  /** Who wants to hear of it besides the assignee. */
  participant: string[];
} | {
  /** Whom a note in it is meant for: `me` also by any of the asker's teams, an id that agent itself. */
  mentioned: string[];
} | {
  /** A label that it has. */
  label: string[];
} | {
  /** How soon somebody should answer. */
  priority: Array<'none' | 'low' | 'medium' | 'high' | 'urgent'>;
} | {
  /** Whose conversation it is. */
  customer: string[];
} | {
  /** The account it goes over. */
  account: string[];
} | {
  /** The widget it was started in. */
  widget: string[];
} | {
  /** The language of the customer's browser, whatever the region. */
  language: string[];
} | {
  /** To whom something in it is new. */
  unread: 'me' | 'team' | 'nobody';
} | {
  /** Whether the customer is waiting for an answer. */
  waiting: boolean;
} | {
  /** Whether it is out of sight for now. */
  snoozed: boolean;
} | {
  /** When something happened to it. */
  time: {
    /** A moment, or how long before or after now: `-30m`, `-8h`, `+7d`, ten years at most. */
    after?: string | undefined;
    /** A moment, or how long before or after now: `-30m`, `-8h`, `+7d`, ten years at most. */
    before?: string | undefined;
    field: 'created' | 'updated' | 'lastMessage' | 'waitingSince' | 'firstReplied' | 'closed' | 'snoozedUntil';
  };
} | {
  /** A value of an attribute. */
  attribute: {
    /** It is a number above this one. */
    above?: number | undefined;
    /** It is a number below this one. */
    below?: number | undefined;
    /** Whether it has a value at all. */
    exists?: boolean | undefined;
    /** It has one of these values. */
    is?: Array<string | number | boolean> | undefined;
    name: string;
  };
} | {
  /** A value of an attribute of its customer. */
  customerAttribute: {
    /** It is a number above this one. */
    above?: number | undefined;
    /** It is a number below this one. */
    below?: number | undefined;
    /** Whether it has a value at all. */
    exists?: boolean | undefined;
    /** It has one of these values. */
    is?: Array<string | number | boolean> | undefined;
    name: string;
  };
} | {
  /** A part of the customer's name or number or of the subject. */
  text: string;
};

/** Conversations, those with the latest message first. */
export type ConversationList = {
  items: Conversation[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
};

/** What is to go on in a conversation. */
export type ConversationMerge = {
  /** The conversation that ends. */
  conversationId: string;
};

/** What is to become different; what is missing stays as it is, and null takes away. */
export type ConversationPatch = {
  /** Labels that it gets besides. */
  addLabels?: string[] | undefined;
  /** Agents who are to hear of it besides the assignee. */
  addParticipants?: string[] | undefined;
  /** Who is to answer. */
  assigneeId?: string | null | undefined;
  /** Values of the client's attributes by their names; null takes one away, what is not named stays. */
  attributes?: Record<string, unknown> | undefined;
  /** The labels that it is to have, by their ids. */
  labels?: string[] | null | undefined;
  /** How soon somebody should answer. */
  priority?: 'none' | 'low' | 'medium' | 'high' | 'urgent' | null | undefined;
  /** Labels that it loses. */
  removeLabels?: string[] | undefined;
  /** Agents who are not to any more. */
  removeParticipants?: string[] | undefined;
  /** Until when it is out of sight, at most 366 days from now. */
  snoozedUntil?: string | null | undefined;
  /** `closed` until the customer writes again, `archived` for good. */
  status?: 'active' | 'closed' | 'archived' | null | undefined;
  /** What it is about, at most 512 bytes. */
  subject?: string | null | undefined;
  /** Which team is to answer. */
  teamId?: string | null | undefined;
};

/** What it takes to make one, or to make it anew. */
export type CreateAttributeDefinition = {
  /** Who gets to see it: `all`. */
  audience?: string | null | undefined;
  /** What people call it: unique, whatever the case. */
  name: string;
  /** What there is to choose from, for the type `select` alone. */
  options?: string[] | undefined;
  /** What people read. */
  title: string;
  /** What a value may be. */
  type: 'text' | 'number' | 'boolean' | 'date' | 'select' | 'link';
};

/** What it takes to make one, or to make it anew. */
export type CreateCannedResponse = {
  /** Who gets to see it: `all`, which is the default, or `me`, or `team:` with an id. */
  audience?: string | null | undefined;
  /** The text. `{{customer.name|there}}` stands for what is known of the conversation, or for what follows the bar. */
  content: string;
  /** What people call it: unique, whatever the case. */
  name: string;
};

/** What it takes to make one, or to make it anew. */
export type CreateLabel = {
  /** Who gets to see it: `all`. */
  audience?: string | null | undefined;
  /** What it looks like in a list. */
  color: string;
  /** When to use it. */
  description?: string | null | undefined;
  /** What people call it: unique, whatever the case. */
  name: string;
};

/** What it takes to make one, or to make it anew. */
export type CreateMacro = {
  /** Whether whoever runs it is to answer from then on. */
  assignToMe?: boolean | undefined;
  /** Who gets to see it: `all`, which is the default, or `me`, or `team:` with an id. */
  audience?: string | null | undefined;
  /** What becomes different about the conversation, as `PATCH /api/v1/conversations/{id}` has it. */
  changes?: ConversationPatch | undefined;
  /** What is said, with places as canned responses have them. */
  content?: string | null | undefined;
  /** `reply` is seen by both sides, `note` by the team alone. */
  messageKind?: 'reply' | 'note' | undefined;
  /** What people call it: unique, whatever the case. */
  name: string;
  /** For how many minutes the conversation is put off. */
  snoozeMinutes?: number | null | undefined;
};

/** What it takes to make one, or to make it anew. */
export type CreateRole = {
  /** The WhatsApp accounts that they work with. Where this and `widgets` are null, they work with everything. */
  accounts?: string[] | null | undefined;
  /** Who gets to see it: `all`. */
  audience?: string | null | undefined;
  /** What people call it: unique, whatever the case. */
  name: string;
  permissions: Array<'conversations.read' | 'conversations.reply' | 'files.upload' | 'conversations.change' | 'customers.change' | 'customers.manage' | 'accounts.read' | 'accounts.manage' | 'templates.manage' | 'widgets.read' | 'widgets.manage' | 'definitions.manage' | 'realtime.read' | 'webhooks.manage' | 'keys.own' | 'team.manage' | 'audit.read'>;
  /** The widgets that they work with. */
  widgets?: string[] | null | undefined;
};

/** What it takes to make one, or to make it anew. */
export type CreateTeam = {
  /** Who gets to see it: `all`. */
  audience?: string | null | undefined;
  /** What it is there for. */
  description?: string | null | undefined;
  /** Who is in it. */
  members?: string[] | undefined;
  /** What people call it: unique, whatever the case. */
  name: string;
  /** Whether a conversation that is assigned to it goes to the next of its members, in this order, who is connected and says `online`. */
  roundRobin?: boolean | undefined;
};

/** What it takes to make one, or to make it anew. */
export type CreateView = {
  /** Who gets to see it: `all`, which is the default, or `me`, or `team:` with an id. */
  audience?: string | null | undefined;
  /** Which conversations it finds: every condition is an object with one field. */
  filter: ConversationFilter;
  /** What people call it: unique, whatever the case. */
  name: string;
  /** `waiting` lists those that have waited longest first, and only those that wait. */
  order?: 'latest' | 'waiting' | undefined;
};

/** A webhook to create. */
export type CreateWebhook = {
  description?: string | undefined;
  events?: Array<'messagePosted' | 'messageStatusChanged' | 'messageEdited' | 'messageDeleted' | 'conversationChanged' | 'customerChanged' | 'accountChanged' | 'widgetChanged' | 'domainChanged' | 'definitionChanged' | 'webhookChanged' | 'agentChanged'> | undefined;
  /** Where events are to be sent: https, on the internet. */
  url: string;
};

/** What it takes to connect a WhatsApp number. */
export type CreateWhatsAppAccount = {
  /** A permanent access token of a system user. */
  accessToken: string;
  /** The app's secret, which Meta signs its calls with. */
  appSecret: string;
  /** The id of the WhatsApp Business Account, at most 64 bytes. */
  businessAccountId: string;
  /** The number as people write it, at most 64 bytes; Meta is asked when it is missing. */
  displayPhoneNumber?: string | null | undefined;
  /** Meta's id of the number, at most 64 bytes. */
  phoneNumberId: string;
  /** What Meta is to say when it checks the webhook's address. */
  verifyToken: string;
};

/** A template that is to be handed in. */
export type CreateWhatsAppTemplate = {
  /** What it is for. */
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  /** Its parts, as Meta has them. The `example` of a header with a file may be `{"attachmentId": "…"}`, an upload of JPEG, PNG, MP4 or PDF. */
  components: Array<Record<string, unknown>>;
  language: string;
  /** Small letters, digits and underscores. */
  name: string;
  /** Whether what goes into it has places, which is the default, or names. */
  parameterFormat?: 'POSITIONAL' | 'NAMED' | null | undefined;
};

/** What it takes to make a widget. */
export type CreateWidget = {
  /** What the team calls it, 1 to 100 characters. */
  name: string;
  /** Those of the `WidgetSettings` that are to differ from their defaults. */
  settings?: Record<string, unknown> | null | undefined;
  /** `floating` has a button, `embedded` fills an element, `popup` shows itself. */
  type: 'floating' | 'embedded' | 'popup';
};

/** A domain to add. */
export type CreateWidgetDomain = {
  /** `shop.example`, `*.shop.example` for what is below it, `shop.example:8443` or `shop.example:*`. */
  domain: string;
};

/** A key to check the identities of visitors with. It can be written and never read. */
export type CreateWidgetIdentityKey = {
  /** `HS256` and `EdDSA` check JWTs, `HMAC` the bare hash of an id. */
  algorithm: 'HS256' | 'EdDSA' | 'HMAC';
  /** The shared secret, of 32 bytes at least; for `EdDSA` the Ed25519 public key in PEM format. */
  key: string;
  /** What a JWT calls it in its header: letters, digits, hyphens, dots and `_`. */
  kid: string;
};

/** What an agent signs in with. */
export type Credentials = {
  /** A code of the authenticator app or a recovery code, when one is asked for. */
  code?: string | null | undefined;
  email: string;
  password: string;
};

/** Somebody who writes to the client. */
export type Customer = {
  /** What else is known of it, as the client has defined. */
  attributes: Record<string, unknown>;
  /** The channels on which it is not heard. */
  blocks: CustomerBlock[];
  clientId: string;
  createdAt: string;
  /** Where it gets e-mail. It finds nobody: what does are the identities. */
  email: string | null;
  /** How many of its messages were held back while it was blocked. */
  heldBackCount: number;
  id: string;
  /** The language it is to be spoken to in. */
  language: string | null;
  /** The customer that it turned out to be, who has everything that was its own. */
  mergedInto: string | null;
  name: string | null;
  /** Since when it does not want to be advertised to; null when it has not said so. */
  noMarketingSince: string | null;
  /** Where it can be called, as people write it. */
  phone: string | null;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  updatedAt: string;
  /** What it calls itself on a channel where people have names of their own choice, without `@`. */
  username: string | null;
};

/** That a customer is not heard on a channel. */
export type CustomerBlock = {
  /** Who wanted it so. */
  agentId: string;
  at: string;
  /** On which; null for all of them. */
  source: string | null;
};

/** A customer with everything that identifies it. */
export type CustomerDetail = Customer & {
  /** The first learned first. */
  identities: Identity[];
};

/** What became of the rows of a table. */
export type CustomerImport = {
  /** New customers. */
  created: number;
  /** Whether nothing was changed. */
  dryRun: boolean;
  /** Why, for the first 100 that failed. */
  errors: CustomerImportFault[];
  failed: number;
  rows: number;
  /** Known ones that were so already. */
  unchanged: number;
  /** Known ones that are different now. */
  updated: number;
};

/** What is wrong in a row. */
export type CustomerImportCellFault = {
  field: string;
  problem: string;
};

/** Why a row was not taken in. */
export type CustomerImportFault = {
  /** The customer that has an identity of the row which is another's as well. */
  customerId: string | null;
  errors: CustomerImportCellFault[];
  /** Which row: 1 is the one after the columns' names. */
  row: number;
};

/** Customers, the newest first. */
export type CustomerList = {
  items: Customer[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
};

/** That a customer turned out to be another, and what moved. */
export type CustomerMerge = {
  /** Who said so. */
  agentId: string;
  /** Those of them that were archived, because the customer has one at the same account already. */
  archivedConversationIds: string[];
  /** The conversations that moved. */
  conversationIds: string[];
  /** Who it goes on as. */
  customerId: string;
  /** How many notes and held back messages moved. */
  entries: number;
  /** Who was merged. */
  fromCustomerId: string;
  id: string;
  /** How many identities moved. */
  identities: number;
  mergedAt: string;
  /** The fields that the customer has from the other one. */
  takenOver: string[];
  /** Until when it can be undone. */
  undoUntil: string;
  undoneAt: string | null;
};

/** The customers that turned out to be this one, the latest first. */
export type CustomerMergeList = {
  items: CustomerMerge[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
};

/** Something that an agent has written down about a customer. */
export type CustomerNote = {
  authorId: string;
  /** What the author was called at that moment. */
  authorName: string;
  createdAt: string;
  id: string;
  text: string;
};

/** The notes about a customer, the latest first. */
export type CustomerNoteList = {
  items: CustomerNote[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
};

/** What is to become different; what is missing stays as it is, and null takes away. */
export type CustomerPatch = {
  /** The attributes that are set, by name, as they are defined for customers; null takes one away. */
  attributes?: Record<string, unknown> | undefined;
  /** At most 254 bytes. */
  email?: string | null | undefined;
  /** As BCP 47 writes it. */
  language?: string | null | undefined;
  /** At most 256 bytes. */
  name?: string | null | undefined;
  /** At most 64 bytes. */
  phone?: string | null | undefined;
};

/** Whom a conversation is with, in a few words. */
export type CustomerSummary = {
  email: string | null;
  id: string;
  /** Whether it is not heard on the conversation's channel. */
  isBlocked: boolean;
  name: string | null;
  phone: string | null;
  /** When the customer was last changed. */
  updatedAt: string;
};

/** Something of the client's own was defined, changed or deleted. */
export type DefinitionChange = {
  definitionId: string;
  isDeleted: boolean;
  /** What it is. */
  kind: 'label' | 'conversation_attribute' | 'customer_attribute' | 'canned_response' | 'role' | 'team' | 'view' | 'macro' | 'template';
};

/** An order to send a message, and what came of it. */
export type Delivery = {
  /** The account it goes out by. */
  accountId: string;
  /** Every attempt, in order. */
  attempts: DeliveryAttempt[];
  /** The id of the request that ordered it. */
  correlationId: string | null;
  createdAt: string;
  id: string;
  /** When it is tried next; null when it is not. */
  nextAttemptAt: string | null;
  reason: Failure | null;
  /** `pending` until it is `done`, `unsettled` while nobody knows, `dead` when it was given up. */
  state: 'pending' | 'done' | 'unsettled' | 'dead';
  updatedAt: string;
};

/** One attempt to send a message. */
export type DeliveryAttempt = {
  endedAt: string;
  error: Failure | null;
  /** When the next one was due after it. */
  nextAttemptAt: string | null;
  /** 1, 2, 3, … */
  number: number;
  /** How it ended. `waiting_…` is no failure; after `ambiguous` and `interrupted` nobody knows whether it was taken. */
  outcome: 'sent' | 'retry' | 'waiting_for_recipient' | 'waiting_for_account' | 'ambiguous' | 'needs_template' | 'refused' | 'account_paused' | 'interrupted';
  /** When it began; for an interrupted one, when that was noticed. */
  startedAt: string;
};

/** What was done to send a message, the first delivery first: the message was ordered to be sent again for each further one. */
export type DeliveryList = {
  items: Delivery[];
  /** Always null: the deliveries of a message fit on one page. */
  nextCursor: string | null;
};

/** A domain of a widget was added, proven, doubted or removed. */
export type DomainChange = {
  domainId: string;
  /** The widget appears where a domain is `verified` or, with a warning, `stale`. */
  state: 'pending' | 'verified' | 'stale' | 'unverified' | 'removed';
  widgetId: string;
};

/** What an agent has begun to write in a conversation. */
export type Draft = {
  content: string;
  conversationId: string;
  /** `reply` is seen by both sides, `note` by the team alone; an `event` tells the team what was done. */
  kind: 'reply' | 'note' | 'event';
  /** When it was kept. */
  updatedAt: string;
};

/** Everything that an agent has begun to write, the latest first. */
export type DraftList = {
  items: Draft[];
  /** Always null: no more than 200 are listed. */
  nextCursor: string | null;
};

/** How a widget gets onto a page. */
export type Embed = {
  /** The line to put into the page's HTML. */
  snippet: string;
};

/** Something that happened, at its place in the journal. */
export type Event = {
  at: string;
  conversationId: string | null;
  data: EventData;
  /** The place of the event before it in the same conversation, or in the journal when it belongs to none. */
  previousSeq: number;
  /** Its place: 1, 2, 3, … without gaps. */
  seq: number;
  /** What happened. */
  type: 'messagePosted' | 'messageStatusChanged' | 'messageEdited' | 'messageDeleted' | 'conversationChanged' | 'customerChanged' | 'accountChanged' | 'widgetChanged' | 'domainChanged' | 'definitionChanged' | 'webhookChanged' | 'agentChanged';
};

/** What an event tells, by its `type`. */
export type EventData = Message | MessageDeletion | MessageStatusChange | Conversation | Customer | AccountChange | WidgetChange | DomainChange | DefinitionChange | WebhookChange | AgentChange;

/** A stretch of the client's journal. */
export type Events = {
  events: Event[];
  /** The `seq` of the journal's last event: what is not here yet lies after the last of `events`. */
  head: number;
};

/** Whether a code is asked for at sign-in. */
export type Factor = {
  enabledAt: string | null;
  isEnabled: boolean;
  /** How many recovery codes were not used yet. */
  recoveryCodesLeft: number;
};

/** Why something did not work, in the provider's words. */
export type Failure = {
  /** The provider's code, or a word of ours. */
  code: string;
  /** What an agent should read. */
  message: string;
};

/** Canned responses in the words for a conversation, by their names. */
export type FilledList = {
  items: FilledResponse[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** A canned response in the words for a conversation. */
export type FilledResponse = {
  content: string;
  id: string;
  name: string;
};

/** Both of what an agent signs in with. */
export type FullCheck = {
  /** A code of the authenticator app, or a recovery code. */
  code: string;
  password: string;
};

/** How the server is. */
export type Health = {
  status: string;
};

/** What a blocked customer wrote. Nobody was told of it. */
export type HeldBack = {
  accountId: string | null;
  content: string;
  customerId: string;
  externalId: string | null;
  id: string;
  /** What it consists of: `text`, `image`, `location`, … */
  messageType: string;
  /** What it says beyond its text. */
  payload: unknown;
  receivedAt: string;
  /** When it was sent, by the provider's clock. */
  sentAt: string | null;
  source: string;
  widgetId: string | null;
};

/** What blocked customers wrote, the latest first. */
export type HeldBackList = {
  items: HeldBack[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
};

/** One of the things by which a customer is known. */
export type Identity = {
  createdAt: string;
  id: string;
  /** What kind of identity it is. */
  kind: 'whatsapp_phone' | 'whatsapp_user' | 'whatsapp_parent_user' | 'whatsapp_group' | 'email' | 'visitor' | 'external';
  value: string;
};

/** A website, and whether it is to be heard of. */
export type IgnoreOrigin = {
  /** False to hear of it again. */
  ignored?: boolean | null | undefined;
  origin: string;
};

/** A place in the team that is kept for somebody. */
export type Invitation = {
  createdAt: string;
  customRoleId: string | null;
  email: string;
  /** When it ends by itself. One that is over can be renewed. */
  expiresAt: string;
  id: string;
  invitedBy: string;
  /** Viewers see; agents answer customers as well; owners and admins manage accounts, widgets and the team. */
  role: 'owner' | 'admin' | 'agent' | 'viewer';
};

/** The invitations that were neither taken nor taken back, the oldest first. */
export type InvitationList = {
  items: Invitation[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** One change to many conversations, made in the background. */
export type Job = {
  /** On whose behalf. */
  agentId: string;
  createdAt: string;
  /** How many were changed, or were so already. */
  done: number;
  /** How many could not be. */
  failed: number;
  /** The first 20 of those. */
  failures: JobFailure[];
  id: string;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** `running` until everything was gone through, or somebody has stopped it. */
  state: 'running' | 'done' | 'cancelled';
  /** How many conversations there were to change. */
  total: number;
  updatedAt: string;
};

/** A conversation that could not be changed. */
export type JobFailure = {
  conversationId: string;
  reason: string;
};

/** Jobs, the newest first. */
export type JobList = {
  items: Job[];
  /** Always null: no more than 100 are listed. */
  nextCursor: string | null;
};

/** What an agent has begun to write. */
export type KeepDraft = {
  content: string;
  /** `reply` is seen by both sides, `note` by the team alone. */
  kind?: 'reply' | 'note' | null | undefined;
};

/** A word that conversations are sorted by. */
export type Label = {
  /** Who gets to see it: `all`, `team:` or `agent:` with an id. */
  audience: string;
  /** What it looks like in a list. */
  color: string;
  createdAt: string;
  /** When to use it. */
  description: string | null;
  id: string;
  name: string;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  updatedAt: string;
};

/** All that there are, the oldest first. */
export type LabelList = {
  items: Label[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** What is often done to a conversation in one go: something is said, and then something is changed. */
export type Macro = {
  /** Whether whoever runs it is to answer from then on. */
  assignToMe: boolean;
  /** Who gets to see it: `all`, `team:` or `agent:` with an id. */
  audience: string;
  /** What becomes different about the conversation, as `PATCH /api/v1/conversations/{id}` has it. */
  changes: ConversationPatch;
  /** What is said, with places as canned responses have them. */
  content: string | null;
  createdAt: string;
  id: string;
  /** `reply` is seen by both sides, `note` by the team alone. */
  messageKind: 'reply' | 'note';
  name: string;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** For how many minutes the conversation is put off. */
  snoozeMinutes: number | null;
  updatedAt: string;
};

/** All that there are, the oldest first. */
export type MacroList = {
  items: Macro[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** What running a macro has come to. */
export type MacroRun = {
  conversation: Conversation;
  message: Message | null;
};

/** An API key that was made. */
export type MadeApiKey = ApiKey & {
  /** The bearer token: told this once and never again. */
  token: string;
};

/** An invitation, and what the newcomer needs. */
export type MadeInvitation = Invitation & {
  /** What the newcomer accepts it with: told this once and never again. You deliver it. */
  token: string;
};

/** Something that is to be done with a number at Meta. */
export type ManageWhatsAppNumber = WhatsAppNumberAction & {
  /** Which number of the account's business; the account's own when it is left out. */
  phoneNumberId?: string | null | undefined;
};

/** Who asks. */
export type Me = {
  clientId: string;
  /** When it has to sign in again; null for what does not expire, such as an API key. */
  expiresAt: string | null;
  id: string;
  name: string;
  permissions: Array<'conversations.read' | 'conversations.reply' | 'files.upload' | 'conversations.change' | 'customers.change' | 'customers.manage' | 'accounts.read' | 'accounts.manage' | 'templates.manage' | 'widgets.read' | 'widgets.manage' | 'definitions.manage' | 'realtime.read' | 'webhooks.manage' | 'keys.own' | 'team.manage' | 'audit.read'>;
  /** Viewers see; agents answer customers as well; owners and admins manage accounts, widgets and the team. */
  role: 'owner' | 'admin' | 'agent' | 'viewer';
};

/** An agent or a team that a note is meant for. */
export type Mention = {
  /** The agent's or the team's id. */
  id: string;
  type: MentionKind;
};

/** Which of the two it is. */
export type MentionKind = 'agent' | 'team';

/** Something that was said. */
export type Message = {
  /** What its first file is. */
  attachmentType: string | null;
  /** Where its first file is had. */
  attachmentUrl: string | null;
  /** Its files, in order. */
  attachments: Attachment[];
  /** The sender's own name of it. */
  clientMessageId: string | null;
  /** Its text, or words that stand for what is not text. */
  content: string;
  conversationId: string;
  createdAt: string;
  /** When its sender took it back: it says nothing any more. */
  deletedAt: string | null;
  deliveredAt: string | null;
  /** When its sender last wrote something else in its place. */
  editedAt: string | null;
  error: Failure | null;
  /** The provider's name of it; for WhatsApp the `wamid`. */
  externalId: string | null;
  failedAt: string | null;
  id: string;
  /** Whether its provider asks for money for it; null as long as it has not told. */
  isBillable: boolean | null;
  /** Whether nobody knows if the provider took it: it went out and no answer came back. It is not repeated by itself. */
  isUnsettled: boolean;
  /** `reply` is seen by both sides, `note` by the team alone; an `event` tells the team what was done. */
  kind: 'reply' | 'note' | 'event';
  /** Whom a note is meant for. */
  mentions: Mention[];
  /** What it consists of: `text`, `image`, `location`, …; an open set of words. Of one with files, what its first file is. */
  messageType: string;
  /** Whether nobody will tell by now: the team is to send it again or to discard it. */
  needsDecision: boolean;
  /** What it says beyond its text, by type; of an `event` what was done (`event`) and by whom (`agentId`). */
  payload: unknown;
  /** Its place in the conversation: 1, 2, 3, … */
  position: number;
  /** The signs that it was answered with, at most one of each side. */
  reactions: Reaction[];
  readAt: string | null;
  /** The message it answers. */
  replyTo: string | null;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** The agent or customer who said it; null when nobody in particular did. */
  senderId: string | null;
  /** Who wrote it. */
  senderType: 'agent' | 'customer' | 'system' | 'bot';
  sentAt: string | null;
  /** It only climbs: `queued`, `sent`, `delivered`, `read`; `failed` ends it. */
  status: 'queued' | 'sent' | 'delivered' | 'read' | 'failed';
  templateName: string | null;
};

/** A message says nothing any more. */
export type MessageDeletion = {
  at: string;
  messageId: string;
};

/** What a message is to say instead. */
export type MessageEdit = {
  /** 1 to 4,096 characters that are not all white space; with files it may be empty. */
  content: string;
};

/** What a message said before it was edited or deleted, the first version first. */
export type MessageHistory = {
  items: MessageVersion[];
  /** Always null: there are 21 at most. */
  nextCursor: string | null;
};

/** Messages, latest first. */
export type MessageList = {
  items: Message[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
};

/** A message came further on its way, or failed. */
export type MessageStatusChange = {
  /** When, by the provider's clock where it told. */
  at: string;
  error: Failure | null;
  externalId: string | null;
  /** Whether nobody knows if the provider took it. */
  isUnsettled: boolean;
  messageId: string;
  /** Whether the team is to send it again or to discard it. */
  needsDecision: boolean;
  /** It only climbs: `queued`, `sent`, `delivered`, `read`; `failed` ends it. */
  status: 'queued' | 'sent' | 'delivered' | 'read' | 'failed';
};

/** What a message said for a while. */
export type MessageVersion = {
  content: string;
  /** The names of its files. */
  files: string[];
  /** Until when it said that. */
  until: string;
};

/** An API key that is to be made. */
export type NewApiKey = {
  /** When it ends by itself; never when it is not given. */
  expiresAt?: string | null | undefined;
  name: string;
  scopes?: Array<'conversations.read' | 'conversations.reply' | 'files.upload' | 'conversations.change' | 'customers.change' | 'customers.manage' | 'accounts.read' | 'accounts.manage' | 'templates.manage' | 'widgets.read' | 'widgets.manage' | 'definitions.manage' | 'realtime.read' | 'webhooks.manage' | 'keys.own' | 'team.manage' | 'audit.read'> | null | undefined;
};

/** A conversation that is to be begun. */
export type NewConversation = {
  /** Over which account; it may be left out when there is one alone. */
  accountId?: string | null | undefined;
  /** With whom: this, or `identity`. */
  customerId?: string | null | undefined;
  identity?: NewIdentity | null | undefined;
  message?: NewMessage | null | undefined;
  source: string;
  /** What it is about, at most 512 bytes. */
  subject?: string | null | undefined;
  /** In which widget, for the website; where the customer wrote last when it is left out. */
  widgetId?: string | null | undefined;
};

/** The customer who turned out to be another. */
export type NewCustomerMerge = {
  /** Who goes up in the customer of the path. */
  customerId: string;
};

/** What is to be written down about a customer. */
export type NewCustomerNote = {
  /** 1 to 4096 characters. */
  text: string;
};

/** What an authenticator app has to learn: told this once and never again. */
export type NewFactor = {
  /** In base 32, to be typed in. */
  secret: string;
  /** The same for a picture that the app reads (QR code). */
  uri: string;
};

/** Something by which a customer is to be found. */
export type NewIdentity = {
  /** What kind of identity it is; the others are learned from their channels alone. */
  kind: 'whatsapp_phone' | 'whatsapp_user' | 'email' | 'external';
  /** At most 256 bytes. */
  value: string;
};

/** Whom you ask into the team. */
export type NewInvitation = {
  /** A role of your own that counts in place of `role`. */
  customRoleId?: string | null | undefined;
  email: string;
  /** Viewers see; agents answer customers as well; owners and admins manage accounts, widgets and the team. */
  role: 'owner' | 'admin' | 'agent' | 'viewer';
};

/** What an agent wants to say. */
export type NewMessage = {
  /** The files that go with it, in order: what `POST /api/v1/attachments` has called them. Each is sent once, by whoever has uploaded it. */
  attachmentIds?: string[] | null | undefined;
  /** Your own name for the message, at most 128 bytes. The same name a second time is answered with the first message. */
  clientMessageId?: string | null | undefined;
  /** 1 to 4,096 characters that are not all white space; with files, a payload or a template it may be empty or left out. */
  content?: string | undefined;
  /** What a reply is to consist of when that is neither text nor files: over WhatsApp `location`, `contacts` or `interactive`. */
  contentType?: string | null | undefined;
  /** The `seq` of the conversation's last event that its author had seen: when others have written there since, or have changed it, this is answered with 409 `superseded` and with their events. Without it nothing is held back. */
  ifSeq?: number | null | undefined;
  /** `reply` is seen by both sides, `note` by the team alone. */
  kind?: 'reply' | 'note' | null | undefined;
  /** Whom a note is meant for: agents and teams, at most 20. */
  mentions?: Mention[] | null | undefined;
  /** What that is to say, under the word of `contentType`; over WhatsApp in the shape of the Cloud API. */
  payload?: unknown | undefined;
  /** The message of the same conversation that it answers. */
  replyTo?: string | null | undefined;
  template?: UsedTemplate | null | undefined;
};

/** A sign to answer a message with. */
export type NewReaction = {
  /** One emoji. */
  emoji: string;
};

/** A button of a login page. */
export type OidcWay = {
  /** What it says. */
  label: string;
  /** Where it leads, on this server; `?returnTo=` may be added. */
  path: string;
};

/** A session of whoever asks. */
export type OwnSession = {
  /** From where it signed in. */
  address: string | null;
  createdAt: string;
  /** What the program called itself that signed in. */
  device: string | null;
  expiresAt: string;
  id: string;
  /** Whether it is the one that is asked in. */
  isCurrent: boolean;
  /** To within ten minutes. */
  lastUsedAt: string;
};

/** How one part is. */
export type PartReport = {
  /** What is wrong with it; nothing when it is `ok`. */
  detail: string | null;
  /** What it is called. */
  name: string;
  /** `ok`, `degraded` or `missing`. */
  status: string;
};

/** Another password. */
export type PasswordChange = {
  /** Required unless there is none yet: whoever has always signed in by an identity provider has no password. */
  currentPassword?: string | null | undefined;
  /** At least ten characters. */
  newPassword: string;
};

/** The password of whoever asks, to make sure that it is nobody else at the same screen. */
export type PasswordCheck = {
  password: string;
};

/** Why a request was refused, as RFC 9457 has it. */
export type Problem = {
  /** What is wrong, for programs. */
  code: string;
  /** With `identity_taken`: the customer that has the identity. */
  customerId?: string | undefined;
  /** What is wrong, for people. */
  detail: string;
  /** The fields that are wrong. */
  errors?: WrongField[] | undefined;
  /** With `resync`: the `seq` of the journal's last event, to go on from when everything has been loaded anew. */
  head?: number | undefined;
  /** With `superseded`: what others have done since, the earliest first. */
  missed?: Array<Record<string, unknown>> | undefined;
  /** When the server is not ready: how each of its parts is. */
  parts?: PartReport[] | undefined;
  /** With `provider_refused` and `provider_unavailable`: the provider's own code, or a word of ours. */
  providerCode?: string | undefined;
  /** What the request is called, in the header `x-request-id` and in the server's log. */
  requestId?: string | undefined;
  /** That the same request may succeed later, without a change; `Retry-After` says when. */
  retryable?: boolean | undefined;
  /** The HTTP status. */
  status: number;
  /** With `window_closed`: the templates that may be sent. */
  templates?: Array<Record<string, unknown>> | undefined;
  /** What the status stands for. */
  title: string;
};

/** A sign that somebody answered a message with. */
export type Reaction = {
  at: string;
  /** Who wrote it. */
  by: 'agent' | 'customer' | 'system' | 'bot';
  /** The sign. */
  emoji: string;
};

/** How the server and each of its parts is. */
export type Readiness = {
  /** The parts. */
  parts: PartReport[];
  /** `ok`, or `degraded` when it does without one of its parts. */
  status: string;
};

/** Who is connected to the process that answers. */
export type Realtime = {
  /** When it looked. */
  at: string;
  /** The sockets, the one that is connected for the longest time first. */
  items: ConnectedSocket[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
  /** The process that answers; it has another one when it was started again. */
  processId: string;
  totals: RealtimeTotals;
};

/** How many there are, on this page and all others. */
export type RealtimeTotals = {
  /** Members of the team they belong to. */
  agents: number;
  /** Rooms that at least one of them is in. */
  rooms: number;
  /** Sockets that are connected. */
  sockets: number;
};

/** What signs in once each when the app is lost: told this once and never again. */
export type RecoveryCodes = {
  recoveryCodes: string[];
};

/** From where a webhook is to go on. */
export type ReplayWebhook = {
  /** The `seq` of the last event that is not sent again; 0 stands before the first. */
  after: number;
};

/** How long a customer may be answered freely: then by templates alone, until it writes again. */
export type ReplyWindow = {
  /** Whether it may be now. Events do not tell. */
  open: boolean | null;
  /** Until when; null when the customer has never written. */
  until: string | null;
};

/** One event to send again. */
export type ResendToWebhook = {
  /** The event's place in the journal. */
  seq: number;
};

/** What some of the team may do, and which accounts and widgets they work with. */
export type Role = {
  /** The WhatsApp accounts that they work with. Where this and `widgets` are null, they work with everything. */
  accounts: string[] | null;
  /** Who gets to see it: `all`, `team:` or `agent:` with an id. */
  audience: string;
  createdAt: string;
  id: string;
  name: string;
  permissions: Array<'conversations.read' | 'conversations.reply' | 'files.upload' | 'conversations.change' | 'customers.change' | 'customers.manage' | 'accounts.read' | 'accounts.manage' | 'templates.manage' | 'widgets.read' | 'widgets.manage' | 'definitions.manage' | 'realtime.read' | 'webhooks.manage' | 'keys.own' | 'team.manage' | 'audit.read'>;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  updatedAt: string;
  /** The widgets that they work with. */
  widgets: string[] | null;
};

/** All that there are, the oldest first. */
export type RoleList = {
  items: Role[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** Which macro to run. */
export type RunMacro = {
  /** Your own name for the message that it may post: asked again with the same one, nothing is said twice. */
  clientMessageId?: string | null | undefined;
  macroId: string;
};

/** Something that was found: a message, or a customer. */
export type SearchHit = {
  customer: Customer | null;
  message: Message | null;
  /** The part of its text around what was found: put together, the stretches are that part. */
  segments: SearchSegment[];
};

/** What was found, in the order that was asked for. */
export type SearchResults = {
  items: SearchHit[];
  /** Where the next page starts; null on the last one. */
  nextCursor: string | null;
};

/** A stretch of a text. */
export type SearchSegment = {
  /** Whether it is what was looked for. */
  isMatch: boolean;
  text: string;
};

/** A new session. */
export type Session = {
  agent: Agent;
  expiresAt: string;
  /** The bearer token: told this once and never again. */
  token: string;
};

/** The sessions of whoever asks, the latest first. */
export type SessionList = {
  items: OwnSession[];
  /** Always null: an agent's sessions fit on one page. */
  nextCursor: string | null;
};

/** In which ways agents sign in. */
export type SignInWays = {
  oidc: OidcWay | null;
  /** Whether by e-mail address and password. */
  password: boolean;
};

/** What waits to be written to a socket. When there is as much as may be, it is disconnected and comes back by itself. */
export type SocketQueue = {
  bytes: number;
  bytesMax: number;
  packets: number;
  packetsMax: number;
};

/** A conversation that was begun, or goes on. */
export type StartedConversation = {
  conversation: Conversation;
  /** Whether there was none before. */
  isNew: boolean;
  message: Message | null;
};

/** Agents who work together. */
export type Team = {
  /** Who gets to see it: `all`, `team:` or `agent:` with an id. */
  audience: string;
  createdAt: string;
  /** What it is there for. */
  description: string | null;
  id: string;
  /** Who is in it. */
  members: string[];
  name: string;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** Whether a conversation that is assigned to it goes to the next of its members, in this order, who is connected and says `online`. */
  roundRobin: boolean;
  updatedAt: string;
};

/** All that there are, the oldest first. */
export type TeamList = {
  items: Team[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** A page that a visitor has come to. */
export type TrailPage = {
  /** When the visitor came there. */
  cameAt: string;
  title: string;
  /** Its address without query and fragment. */
  url: string;
};

/** What is to become different about a webhook; what is missing or null stays as it is. */
export type UpdateWebhook = {
  description?: string | null | undefined;
  events?: Array<'messagePosted' | 'messageStatusChanged' | 'messageEdited' | 'messageDeleted' | 'conversationChanged' | 'customerChanged' | 'accountChanged' | 'widgetChanged' | 'domainChanged' | 'definitionChanged' | 'webhookChanged' | 'agentChanged'> | null | undefined;
  /** `paused` holds back, `active` resumes. */
  status?: 'active' | 'paused' | null | undefined;
  /** Another address has to be verified before it gets anything. */
  url?: string | null | undefined;
};

/** What is to become different about a WhatsApp number; what is missing or null stays as it is. */
export type UpdateWhatsAppAccount = {
  accessToken?: string | null | undefined;
  /** The secret before stays accepted until the next change. */
  appSecret?: string | null | undefined;
  displayPhoneNumber?: string | null | undefined;
  /** How many messages a second to send at most, up to 1,000; 0 leaves it to what Meta says. */
  maxMessagesPerSecond?: number | null | undefined;
  /** Whether customers are told when the team has read what they wrote (blue ticks). Without it they are not shown either that somebody is writing: WhatsApp cannot tell the one without the other. */
  sendsReadReceipts?: boolean | null | undefined;
  /** `paused` holds back, `active` resumes. */
  status?: 'active' | 'paused' | null | undefined;
  verifyToken?: string | null | undefined;
};

/** How a business wants to present itself; what is left out stays as it is. */
export type UpdateWhatsAppProfile = {
  about?: string | null | undefined;
  address?: string | null | undefined;
  description?: string | null | undefined;
  email?: string | null | undefined;
  /** A picture in JPEG or PNG that you have uploaded (`POST /api/v1/attachments`). */
  pictureId?: string | null | undefined;
  vertical?: string | null | undefined;
  websites?: string[] | null | undefined;
};

/** What is to become different about a template; what is missing stays as it is. */
export type UpdateWhatsAppTemplate = {
  /** What it is for. */
  category?: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION' | null | undefined;
  /** Its parts, as Meta has them. The `example` of a header with a file may be `{"attachmentId": "…"}`. */
  components?: Array<Record<string, unknown>> | null | undefined;
};

/** What is to become different about a widget; what is missing or null stays as it is. */
export type UpdateWidget = {
  name?: string | null | undefined;
  /** A JSON merge patch (RFC 7396) over the `WidgetSettings`: objects are merged, everything else is replaced, null puts the default back. */
  settings?: Record<string, unknown> | null | undefined;
  /** An `inactive` widget appears nowhere. */
  status?: 'active' | 'inactive' | null | undefined;
  /** `floating` has a button, `embedded` fills an element, `popup` shows itself. */
  type?: 'floating' | 'embedded' | 'popup' | null | undefined;
};

/** A file to be handed in. */
export type Upload = {
  /** The file, with the name that it is to be shown by. What it is, is found in its bytes. */
  file: Blob;
};

/** A template and what goes into it. */
export type UsedTemplate = {
  /** The template's id. */
  id: string;
  /** What stands in its places, such as `{"body": ["Ann", "12:00"]}`. */
  parameters: Record<string, unknown> | null;
};

/** A list of conversations that somebody looks at again and again. */
export type View = {
  /** Who gets to see it: `all`, `team:` or `agent:` with an id. */
  audience: string;
  createdAt: string;
  /** Which conversations it finds: every condition is an object with one field. */
  filter: ConversationFilter;
  id: string;
  name: string;
  /** `waiting` lists those that have waited longest first, and only those that wait. */
  order: 'latest' | 'waiting';
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  updatedAt: string;
};

/** How many conversations a view finds. */
export type ViewCount = {
  /** How many: 1000 stands for 1,000 and more. */
  count: number;
  viewId: string;
};

/** How many conversations each view finds. */
export type ViewCounts = {
  items: ViewCount[];
  /** Always null: the views fit on one page. */
  nextCursor: string | null;
};

/** All that there are, the oldest first. */
export type ViewList = {
  items: View[];
  /** Always null: they fit on one page. */
  nextCursor: string | null;
};

/** What is known of a website visitor besides what it says. */
export type VisitContext = {
  /** What it answered before the chat, by the fields' names. Nobody has checked that it is true. */
  answers: Record<string, unknown>;
  /** What the page says of it. Nobody has checked that it is true. */
  attributes: Record<string, unknown>;
  /** Its e-mail address, as far as the website vouches for that. */
  email: string | null;
  /** Whether the website vouches for who it is. */
  isIdentified: boolean;
  page: VisitedPage | null;
  /** Where it has been since it wrote first, the latest page last: the latest 30. Empty unless it consents to that being told. */
  trail: TrailPage[];
};

/** A page that a visitor is on. */
export type VisitedPage = {
  /** The language of its browser. */
  language: string | null;
  /** Where the visitor came from. */
  referrer: string | null;
  timeZone: string | null;
  title: string;
  /** Its address without query and fragment. */
  url: string;
};

/** Something about one field that could be better. */
export type Warning = {
  /** Its name, with dots for what lies inside another. */
  field: string;
  problem: string;
};

/** An address that is told what happens. */
export type Webhook = {
  createdAt: string;
  /** The `seq` of the last event that it has taken, or that it has not subscribed to. */
  cursor: number;
  description: string;
  events: Array<'messagePosted' | 'messageStatusChanged' | 'messageEdited' | 'messageDeleted' | 'conversationChanged' | 'customerChanged' | 'accountChanged' | 'widgetChanged' | 'domainChanged' | 'definitionChanged' | 'webhookChanged' | 'agentChanged'>;
  /** Since when it has not taken what comes next. */
  failingSince: string | null;
  /** How often in a row it did not take what comes next. */
  failures: number;
  id: string;
  /** When the next try is made, while it fails. */
  nextAttemptAt: string | null;
  /** Until when calls are signed with the secret before as well. */
  previousSecretUntil: string | null;
  /** Why it gets nothing. */
  reason: string | null;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** `pending` until its endpoint has answered the challenge, `disabled` when it was given up. */
  status: 'pending' | 'active' | 'paused' | 'disabled' | 'deleted';
  updatedAt: string;
  url: string;
};

/** One call of a webhook. */
export type WebhookCall = {
  /** How many times it was tried by then in a row. */
  attempt: number;
  durationMs: number;
  /** What went wrong. */
  error: string | null;
  /** The event's type. */
  event: string | null;
  id: string;
  /** What it was called for. `resync` tells that events are missing, since they are not kept any more. */
  kind: 'event' | 'resync' | 'test' | 'verification';
  /** Whether the endpoint took it. */
  ok: boolean;
  /** The event's place in the journal. */
  seq: number | null;
  startedAt: string;
  /** The HTTP status of the answer, if one came. */
  statusCode: number | null;
};

/** Calls of a webhook, the latest first. */
export type WebhookCallList = {
  items: WebhookCall[];
  nextCursor: string | null;
};

/** A webhook was created, verified, paused, resumed, given up or deleted. */
export type WebhookChange = {
  reason: string | null;
  /** `pending` until its endpoint has answered the challenge, `disabled` when it was given up. */
  status: 'pending' | 'active' | 'paused' | 'disabled' | 'deleted';
  webhookId: string;
};

/** How an endpoint has answered the challenge. */
export type WebhookCheck = {
  call: WebhookCall;
  webhook: Webhook;
};

/** Webhooks, the oldest first. */
export type WebhookList = {
  items: Webhook[];
  /** Always null: the webhooks fit on one page. */
  nextCursor: string | null;
};

/** A webhook with what its calls are signed with, which is shown this once. */
export type WebhookWithSecret = {
  /** The key of the signatures, as Standard Webhooks writes it. */
  secret: string;
  webhook: Webhook;
};

/** A connected WhatsApp number. Its secrets can be written and never read. */
export type WhatsAppAccount = {
  /** The id of the WhatsApp Business Account. */
  businessAccountId: string;
  createdAt: string;
  /** The number as people write it. */
  displayPhoneNumber: string | null;
  id: string;
  /** What its owner has limited that to. */
  maxMessagesPerSecond: number | null;
  /** How many messages a second go out by it at most; null means 80. */
  messagesPerSecond: number | null;
  /** How many customers it may begin to write to within a day, in Meta's word. */
  messagingLimit: string | null;
  /** What was decided about it. */
  nameStatus: string | null;
  /** When Meta is asked again whether a paused number works; null when its owner has paused it. */
  nextCheckAt: string | null;
  notice: Failure | null;
  /** When that was. */
  noticedAt: string | null;
  /** Why it is paused, in words for the owner. */
  pauseReason: string | null;
  /** Meta's id of the number. */
  phoneNumberId: string;
  /** How satisfied recipients are with what it sends, in Meta's word; null as long as it has not told. */
  quality: string | null;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** Whether customers are told when the team has read what they wrote, and shown that somebody is writing, which tells the same. */
  sendsReadReceipts: boolean;
  /** A paused account receives; what is to be sent waits. */
  status: 'active' | 'paused' | 'disconnected';
  /** Until when Meta takes nothing from it; null when it does. */
  throttledUntil: string | null;
  updatedAt: string;
  /** The name that customers see, or that was decided upon last. */
  verifiedName: string | null;
};

/** Connected WhatsApp numbers, the oldest first. */
export type WhatsAppAccountList = {
  items: WhatsAppAccount[];
  /** Always null: the accounts fit on one page. */
  nextCursor: string | null;
};

/** A number as Meta has it. Words are Meta's. */
export type WhatsAppNumber = {
  /** The number as people write it. */
  displayPhoneNumber: string | null;
  /** Whether a PIN protects it. */
  hasPin: boolean | null;
  /** What is in the way of sending, each in words; nothing when all is well, or where it was not asked for. */
  health: string[];
  /** How many customers it may begin to write to within a day. */
  messagingLimit: string | null;
  /** What was decided about that name. */
  nameStatus: string | null;
  phoneNumberId: string;
  /** How satisfied recipients are. */
  quality: string | null;
  /** Whether it is connected. */
  status: string | null;
  /** How fast it may send. */
  throughput: string | null;
  /** Whether its holder has proven that it is theirs. */
  verification: string | null;
  /** The name that customers see. */
  verifiedName: string | null;
};

/** What is to be done. */
export type WhatsAppNumberAction = {
  action: 'requestCode';
  /** In which language. */
  language: string;
  /** How it is sent. */
  method: 'sms' | 'voice';
} | {
  action: 'verifyCode';
  /** Its six digits, with hyphens or spaces or without. */
  code: string;
} | {
  action: 'register';
  pin: string;
} | {
  action: 'deregister';
} | {
  action: 'setPin';
  pin: string;
} | {
  action: 'setName';
  name: string;
} | {
  action: 'setWebhook';
  url?: string | null | undefined;
} | {
  action: 'setSettings';
  settings: Record<string, unknown>;
} | {
  action: 'importHistory';
};

/** The numbers of a business. */
export type WhatsAppNumberList = {
  items: WhatsAppNumber[];
  /** Always null: they come on one page. */
  nextCursor: string | null;
};

/** How a business presents itself to its customers on WhatsApp. */
export type WhatsAppProfile = {
  about: string | null;
  address: string | null;
  description: string | null;
  email: string | null;
  pictureUrl: string | null;
  /** What it works in, in Meta's word. */
  vertical: string | null;
  websites: string[];
};

/** What a business got when it signed up at Meta. */
export type WhatsAppSignUpCode = {
  /** The id of the Meta app. */
  appId: string;
  /** Its secret. */
  appSecret: string;
  /** The code, which works once and for about half a minute. */
  code: string;
};

/** A message that Meta has to agree to before it is sent: with it a customer may be written to at any time. */
export type WhatsAppTemplate = {
  /** The id of the WhatsApp Business Account that has it. */
  businessAccountId: string;
  /** What it is for, in Meta's word. */
  category: string;
  /** Its parts, as Meta has them. */
  components: unknown;
  createdAt: string;
  id: string;
  language: string;
  name: string;
  /** Whether what goes into it has names (`NAMED`) or places (`POSITIONAL`). */
  parameterFormat: string | null;
  /** How satisfied recipients are with it, in Meta's word. */
  quality: string | null;
  /** Why it may not be sent, in Meta's word. */
  reason: string | null;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** Whether it may be sent, in Meta's word: `APPROVED` may. */
  status: string;
  /** Meta's id of it. */
  templateId: string;
  updatedAt: string;
};

/** Templates, by their names and languages. */
export type WhatsAppTemplateList = {
  items: WhatsAppTemplate[];
  /** Always null: they come on one page. */
  nextCursor: string | null;
};

/** The token that a code was redeemed for: shown once. */
export type WhatsAppToken = {
  accessToken: string;
};

/** A chat box that a client puts on its website. */
export type Widget = {
  clientId: string;
  createdAt: string;
  id: string;
  /** What the identities of its visitors are checked with, without the keys themselves. */
  identityKeys: WidgetIdentityKey[];
  name: string;
  /** What websites call it. No secret. */
  publicKey: string;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  settings: WidgetSettings;
  /** An `inactive` widget appears nowhere, a `deleted` one never again. */
  status: 'active' | 'inactive' | 'deleted';
  /** `floating` has a button, `embedded` fills an element, `popup` shows itself. */
  type: 'floating' | 'embedded' | 'popup';
  updatedAt: string;
  /** What works and is not good, such as colours that are hard to see. */
  warnings: Warning[];
};

/** The figures of a widget, day by day. */
export type WidgetAnalytics = {
  /** Every day from the first to the last, by UTC. */
  days: WidgetDay[];
  from: string;
  to: string;
  totals: WidgetFigures;
};

/** When somebody is there to answer. */
export type WidgetBusinessHours = {
  /** Days on which nobody comes in. */
  closedOn: string[];
  /** A name of the IANA database. */
  timeZone: string;
  week: WidgetOpening[];
};

/** A widget was created, changed or deleted. */
export type WidgetChange = {
  /** An `inactive` widget appears nowhere, a `deleted` one never again. */
  status: 'active' | 'inactive' | 'deleted';
  widgetId: string;
};

/** The colours of the brand, written as `#1a73e8`. */
export type WidgetColors = {
  primary: string;
  /** The brand's colour in the dark theme; null for the same as in the light one. */
  primaryDark: string | null;
  /** The text on it; null for black or white, whichever is easier to read. */
  text: string | null;
  /** The text on that. */
  textDark: string | null;
};

/** The figures of one day. */
export type WidgetDay = {
  /** Pages that wanted to show it and may not. */
  blocked: number;
  /** Conversations that visitors have started. */
  conversations: number;
  day: string;
  /** Pages that have loaded the widget. */
  loads: number;
  /** Messages that visitors have written. */
  messages: number;
  /** Visitors who have opened it. */
  opens: number;
};

/** A domain that a widget is to appear on, and what proves it. */
export type WidgetDomain = {
  checkedAt: string | null;
  createdAt: string;
  /** The same for people to read. */
  display: string;
  dns: WidgetDomainTxt;
  /** The pages that are meant, in ASCII: a host or `*.` and a host, and perhaps a port or `:*`. */
  domain: string;
  /** How often in a row the proof was not found. */
  failures: number;
  file: WidgetDomainFile | null;
  id: string;
  /** What was wrong the last time, and how to mend it. */
  lastFault: string | null;
  /** `dns` by a TXT record, `file` by a file on the website. */
  method: 'dns' | 'file' | null;
  nextCheckAt: string | null;
  /** How often it was written: `If-Match` asks for it by this number in quotation marks. */
  revision: number;
  /** The widget appears where a domain is `verified` or, with a warning, `stale`. */
  state: 'pending' | 'verified' | 'stale' | 'unverified' | 'removed';
  /** Until when this proves a domain that is not proven yet. */
  tokenExpiresAt: string;
  updatedAt: string;
  /** Whether the widget may appear there now. */
  verified: boolean;
  verifiedAt: string | null;
  widgetId: string;
};

/** A domain after its proof was looked for, and what was seen. */
export type WidgetDomainCheck = {
  domain: WidgetDomain;
  /** What was seen, place by place: in DNS, and in the file unless the domain is a wildcard. */
  findings: WidgetDomainFinding[];
};

/** The file that proves a domain, served as `text/plain`. */
export type WidgetDomainFile = {
  content: string;
  path: string;
  url: string;
};

/** What was seen in one place. */
export type WidgetDomainFinding = {
  /** A word for programs for why it is not. */
  code: string | null;
  /** Whether the proof is there. */
  found: boolean;
  /** `dns` by a TXT record, `file` by a file on the website. */
  method: 'dns' | 'file';
  /** Why it is not, and how to mend it. */
  problem: string | null;
};

/** What happened to a domain, the latest first. */
export type WidgetDomainHistory = {
  items: WidgetDomainStep[];
  /** Always null: what is older is not told. */
  nextCursor: string | null;
};

/** Domains of a widget, the oldest first. */
export type WidgetDomainList = {
  items: WidgetDomain[];
  /** Always null: the domains fit on one page. */
  nextCursor: string | null;
};

/** Something that happened to a domain. */
export type WidgetDomainStep = {
  /** Who did it; null when it came of itself. */
  agentId: string | null;
  at: string;
  /** What happened. */
  deed: 'added' | 'renewed' | 'proven' | 'failed' | 'warned' | 'blocked' | 'removed';
  detail: string | null;
  /** The widget appears where a domain is `verified` or, with a warning, `stale`. */
  state: 'pending' | 'verified' | 'stale' | 'unverified' | 'removed';
};

/** The TXT record that proves a domain; it may stand beside others. */
export type WidgetDomainTxt = {
  name: string;
  value: string;
};

/** Figures of several days. */
export type WidgetFigures = {
  blocked: number;
  conversations: number;
  loads: number;
  messages: number;
  opens: number;
};

/** One field of a form. */
export type WidgetFormField = {
  /** What people read, by language. */
  label: Record<string, string>;
  /** Where more is said about it, for a consent. */
  link: string | null;
  /** What programs call it. */
  name: string;
  /** What can be chosen, for a select. */
  options: WidgetFormOption[];
  required: boolean;
  /** What a field of a form asks for. */
  type: 'text' | 'email' | 'phone' | 'select' | 'checkbox' | 'consent';
};

/** Something that can be chosen. */
export type WidgetFormOption = {
  label: Record<string, string>;
  value: string;
};

/** How often one visitor sees it at most. */
export type WidgetFrequency = {
  hours: number;
  times: number;
};

/** A key that the identities of visitors are checked with. */
export type WidgetIdentityKey = {
  /** `HS256` and `EdDSA` check JWTs, `HMAC` the bare hash of an id. */
  algorithm: 'HS256' | 'EdDSA' | 'HMAC';
  createdAt: string;
  /** What a JWT calls it in its header. */
  kid: string;
};

/** The button that opens the chat. */
export type WidgetLauncher = {
  /** What is drawn on the launcher. */
  icon: 'chat' | 'talk' | 'mail' | 'help' | 'headset' | 'wave';
};

/** Widgets, the oldest first. */
export type WidgetList = {
  items: Widget[];
  /** Always null: the widgets fit on one page. */
  nextCursor: string | null;
};

/** What a widget says in one language; null for its own words. */
export type WidgetMessages = {
  /** What is said outside of the business hours. */
  away: string | null;
  /** The words beside the launcher's icon. */
  launcher: string | null;
  placeholder: string | null;
  /** What stands above the form that comes before the chat. */
  preChat: string | null;
  /** What a popup says before it is opened. */
  teaser: string | null;
  title: string | null;
  welcome: string | null;
};

/** How far the launcher is from the corner, in pixels. */
export type WidgetOffset = {
  x: number;
  y: number;
};

/** A stretch of time on some days. One that ends before it begins lasts into the next day. */
export type WidgetOpening = {
  days: Array<'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'>;
  from: string;
  /** `24:00` is the end of the day. */
  to: string;
};

/** When a popup shows itself: as soon as one of these happens. */
export type WidgetPopup = {
  delaySeconds: number | null;
  /** An event that the page sends to the widget. */
  event: string | null;
  /** The pointer leaves the page upwards. */
  exitIntent: boolean;
  frequency: WidgetFrequency;
  scrollPercent: number | null;
  /** Paths of pages in which `*` stands for anything; none means every page. */
  urls: string[];
};

/** What a visitor is asked before the chat begins. */
export type WidgetPreChatForm = {
  fields: WidgetFormField[];
};

/** How a widget looks and behaves. What is not given has its default. */
export type WidgetSettings = {
  /** Whether it works on a developer's own machine, while the server allows that too. */
  allowLocalhost: boolean;
  /** Whether the agents' pictures are shown. */
  avatars: boolean;
  businessHours: WidgetBusinessHours | null;
  colors: WidgetColors;
  /** Whether visitors can send files. */
  fileUpload: boolean;
  /** The language to speak when the visitor's is not among those of `messages`, as BCP 47 writes it. */
  language: string;
  launcher: WidgetLauncher;
  /** What it says, by language: at most 50. */
  messages: Record<string, WidgetMessages>;
  offset: WidgetOffset;
  popup: WidgetPopup;
  /** At which edge of the window the launcher is. */
  position: 'left' | 'right';
  preChatForm: WidgetPreChatForm;
  /** Whether only visitors can chat whose identity the page vouches for. */
  requireIdentity: boolean;
  /** Whether a new message makes a sound. */
  sound: boolean;
  /** The element that an embedded widget fills, as a CSS selector. */
  target: string;
  /** `auto` is as the visitor's system has it, `host` as the page around it has it. */
  theme: 'light' | 'dark' | 'auto' | 'host';
};

/** One field that is wrong. */
export type WrongField = {
  /** Its name, with dots for what lies inside another. */
  field: string;
  /** What is wrong and how to mend it. */
  problem: string;
};

/** What every route takes and answers, by its method and path. */
export interface Routes {
  /** Shows which colleagues are connected, the one that is connected for the longest time first. */
  'GET /api/v1/admin/realtime': {
    path: undefined;
    query: { limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: Realtime;
  };
  /** Lists the members of the team, the oldest first. */
  'GET /api/v1/agents': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: AgentList;
  };
  /** Shows one member of the team. */
  'GET /api/v1/agents/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Colleague;
  };
  /** Names an agent or gives it another role. */
  'PATCH /api/v1/agents/{id}': {
    path: { id: string };
    query: undefined;
    body: AgentPatch;
    response: Colleague;
  };
  /** Takes an agent out of the team. */
  'POST /api/v1/agents/{id}/deactivate': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Colleague;
  };
  /** Takes an agent back into the team. */
  'POST /api/v1/agents/{id}/reactivate': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Colleague;
  };
  /** Takes a colleague's second factor away. */
  'DELETE /api/v1/agents/{id}/second-factor': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Lists your API keys, the oldest first. */
  'GET /api/v1/api-keys': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: ApiKeyList;
  };
  /** Makes an API key that acts as you. */
  'POST /api/v1/api-keys': {
    path: undefined;
    query: undefined;
    body: NewApiKey;
    response: MadeApiKey;
  };
  /** Takes an API key back. */
  'DELETE /api/v1/api-keys/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Takes a file in that goes with a message later, by its id in `attachmentIds`. */
  'POST /api/v1/attachments': {
    path: undefined;
    query: undefined;
    body: FormData;
    response: Attachment;
  };
  /** Shows what is known of a file, with addresses that are good from now on. */
  'GET /api/v1/attachments/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Attachment;
  };
  /** Lists what agents and API keys did, the latest first. */
  'GET /api/v1/audit': {
    path: undefined;
    query: { agentId?: string | undefined; deed?: string | undefined; subjectId?: string | undefined; from?: string | undefined; until?: string | undefined; limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: AuditEntryList;
  };
  /** Gives all entries at once, the latest first; taking them away is noted among them. */
  'GET /api/v1/audit/export': {
    path: undefined;
    query: { agentId?: string | undefined; deed?: string | undefined; subjectId?: string | undefined; from?: string | undefined; until?: string | undefined; format?: 'jsonl' | 'csv' | undefined };
    body: undefined;
    response: Response;
  };
  /** Accepts an invitation. */
  'POST /api/v1/auth/invitation': {
    path: undefined;
    query: undefined;
    body: Acceptance;
    response: Session;
  };
  /** Starts a session. */
  'POST /api/v1/auth/login': {
    path: undefined;
    query: undefined;
    body: Credentials;
    response: Session;
  };
  /** Ends the session. */
  'POST /api/v1/auth/logout': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** In which ways agents sign in here. */
  'GET /api/v1/auth/methods': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: SignInWays;
  };
  /** Sends a browser to the identity provider. */
  'GET /api/v1/auth/oidc': {
    path: undefined;
    query: { returnTo?: string | undefined };
    body: undefined;
    response: Response;
  };
  /** Takes a browser back from the identity provider, and starts a session. */
  'GET /api/v1/auth/oidc/callback': {
    path: undefined;
    query: { state?: string | undefined; code?: string | undefined; error?: string | undefined };
    body: undefined;
    response: Response;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/canned-responses': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: CannedResponseList;
  };
  /** Makes one. */
  'POST /api/v1/canned-responses': {
    path: undefined;
    query: undefined;
    body: CreateCannedResponse;
    response: CannedResponse;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/canned-responses/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/canned-responses/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: CannedResponse;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/canned-responses/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateCannedResponse;
    response: CannedResponse;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/conversation-attributes': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: AttributeDefinitionList;
  };
  /** Makes one. */
  'POST /api/v1/conversation-attributes': {
    path: undefined;
    query: undefined;
    body: CreateAttributeDefinition;
    response: AttributeDefinition;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/conversation-attributes/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/conversation-attributes/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: AttributeDefinition;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/conversation-attributes/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateAttributeDefinition;
    response: AttributeDefinition;
  };
  /** Lists conversations, those with the latest message first unless another order is asked for. */
  'GET /api/v1/conversations': {
    path: undefined;
    query: { view?: string | undefined; q?: string | undefined; order?: 'latest' | 'waiting' | undefined; limit?: number | undefined; cursor?: string | undefined; filter?: string | undefined; status?: string | undefined; source?: string | undefined; assigneeId?: string | undefined; teamId?: string | undefined; label?: string | undefined; priority?: string | undefined; customerId?: string | undefined; accountId?: string | undefined; widgetId?: string | undefined; language?: string | undefined; unread?: 'me' | 'team' | 'nobody' | undefined; waiting?: boolean | undefined; snoozed?: boolean | undefined };
    body: undefined;
    response: ConversationList;
  };
  /** Begins a conversation with a customer, or goes on with the one that there is at the account or in the widget. */
  'POST /api/v1/conversations': {
    path: undefined;
    query: undefined;
    body: NewConversation;
    response: StartedConversation;
  };
  /** Changes many conversations. */
  'POST /api/v1/conversations/bulk': {
    path: undefined;
    query: undefined;
    body: BulkChange;
    response: Job;
  };
  /** Shows one conversation. */
  'GET /api/v1/conversations/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Conversation;
  };
  /** Closes, reopens, archives, assigns, labels, puts off or names a conversation. */
  'PATCH /api/v1/conversations/{id}': {
    path: { id: string };
    query: undefined;
    body: ConversationPatch;
    response: Conversation;
  };
  /** Lists the canned responses that the agent gets to see, by their names, in the words for a conversation. */
  'GET /api/v1/conversations/{id}/canned-responses': {
    path: { id: string };
    query: { q?: string | undefined };
    body: undefined;
    response: FilledList;
  };
  /** Throws away what the agent has begun to write in a conversation. */
  'DELETE /api/v1/conversations/{id}/draft': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows what the agent has begun to write in a conversation. */
  'GET /api/v1/conversations/{id}/draft': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Draft;
  };
  /** Keeps what the agent has begun to write in a conversation, in place of what was kept before. Sending throws it away. */
  'PUT /api/v1/conversations/{id}/draft': {
    path: { id: string };
    query: undefined;
    body: KeepDraft;
    response: Draft;
  };
  /** Runs a macro on a conversation: says what it says, then changes what it changes. */
  'POST /api/v1/conversations/{id}/macros': {
    path: { id: string };
    query: undefined;
    body: RunMacro;
    response: MacroRun;
  };
  /** Has another conversation of the same customer go on in this one. */
  'POST /api/v1/conversations/{id}/merge': {
    path: { id: string };
    query: undefined;
    body: ConversationMerge;
    response: Conversation;
  };
  /** Lists the messages of a conversation, latest first. */
  'GET /api/v1/conversations/{id}/messages': {
    path: { id: string };
    query: { limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: MessageList;
  };
  /** Answers the customer, or leaves a note for colleagues. */
  'POST /api/v1/conversations/{id}/messages': {
    path: { id: string };
    query: undefined;
    body: NewMessage;
    response: Message;
  };
  /** Notes that the team has read a conversation. */
  'POST /api/v1/conversations/{id}/read': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Conversation;
  };
  /** Gives what was said in a conversation as one document, the first message first. */
  'GET /api/v1/conversations/{id}/transcript': {
    path: { id: string };
    query: { format?: 'text' | 'html' | undefined; notes?: boolean | undefined };
    body: undefined;
    response: Response;
  };
  /** Marks a conversation as unread for whoever asks, until it is marked as read again. Colleagues are not concerned. */
  'POST /api/v1/conversations/{id}/unread': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Conversation;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/customer-attributes': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: AttributeDefinitionList;
  };
  /** Makes one. */
  'POST /api/v1/customer-attributes': {
    path: undefined;
    query: undefined;
    body: CreateAttributeDefinition;
    response: AttributeDefinition;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/customer-attributes/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/customer-attributes/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: AttributeDefinition;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/customer-attributes/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateAttributeDefinition;
    response: AttributeDefinition;
  };
  /** Lists customers, the newest first. Those that were merged into others are not among them. */
  'GET /api/v1/customers': {
    path: undefined;
    query: { q?: string | undefined; limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: CustomerList;
  };
  /** Gives all customers as CSV, the newest first, as they are read. */
  'GET /api/v1/customers/export': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: Response;
  };
  /** Takes customers in from CSV: those of whom an identity is known are brought up to date, the others are new. */
  'POST /api/v1/customers/import': {
    path: undefined;
    query: { dryRun?: boolean | undefined };
    body: string | Blob;
    response: CustomerImport;
  };
  /** Shows one customer with everything that identifies it. */
  'GET /api/v1/customers/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: CustomerDetail;
  };
  /** Corrects what is known of a customer. */
  'PATCH /api/v1/customers/{id}': {
    path: { id: string };
    query: undefined;
    body: CustomerPatch;
    response: Customer;
  };
  /** Keeps what a customer writes on a channel, or on all of them, out of the inbox. */
  'POST /api/v1/customers/{id}/block': {
    path: { id: string };
    query: undefined;
    body: Blocking;
    response: Customer;
  };
  /** Lists the conversations of a customer over all channels, those with the latest message first. */
  'GET /api/v1/customers/{id}/conversations': {
    path: { id: string };
    query: { limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: ConversationList;
  };
  /** Lets an identity find a customer from now on. */
  'POST /api/v1/customers/{id}/identities': {
    path: { id: string };
    query: undefined;
    body: NewIdentity;
    response: Identity;
  };
  /** Takes an identity away from a customer: whoever writes under it is somebody new. */
  'DELETE /api/v1/customers/{id}/identities/{identityId}': {
    path: { id: string; identityId: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Makes one customer of two: the one in the body goes up in the one of the path. */
  'POST /api/v1/customers/{id}/merge': {
    path: { id: string };
    query: undefined;
    body: NewCustomerMerge;
    response: CustomerMerge;
  };
  /** Lists the customers that turned out to be this one, the latest first. */
  'GET /api/v1/customers/{id}/merges': {
    path: { id: string };
    query: { limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: CustomerMergeList;
  };
  /** Makes two customers of one again, and answers with the one that had been merged. */
  'POST /api/v1/customers/{id}/merges/{entryId}/undo': {
    path: { id: string; entryId: string };
    query: undefined;
    body: undefined;
    response: Customer;
  };
  /** Lists what agents have written down about a customer, the latest first. */
  'GET /api/v1/customers/{id}/notes': {
    path: { id: string };
    query: { limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: CustomerNoteList;
  };
  /** Writes something down about a customer, for colleagues. */
  'POST /api/v1/customers/{id}/notes': {
    path: { id: string };
    query: undefined;
    body: NewCustomerNote;
    response: CustomerNote;
  };
  /** Takes a note away: one's own, or anybody's for owners and admins. */
  'DELETE /api/v1/customers/{id}/notes/{entryId}': {
    path: { id: string; entryId: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Hears a customer again on a channel, or on all of them. */
  'POST /api/v1/customers/{id}/unblock': {
    path: { id: string };
    query: undefined;
    body: Blocking;
    response: Customer;
  };
  /** Lists what the agent has begun to write and not sent, the latest first. */
  'GET /api/v1/drafts': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: DraftList;
  };
  /** Lists what has happened since an event. */
  'GET /api/v1/events': {
    path: undefined;
    query: { after?: number | undefined; limit?: number | undefined };
    body: undefined;
    response: Events;
  };
  /** Lists what blocked customers wrote, the latest first. */
  'GET /api/v1/held-back-messages': {
    path: undefined;
    query: { customerId?: string | undefined; limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: HeldBackList;
  };
  /** Lists the invitations that were neither taken nor taken back, the oldest first. */
  'GET /api/v1/invitations': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: InvitationList;
  };
  /** Asks somebody into the team. */
  'POST /api/v1/invitations': {
    path: undefined;
    query: undefined;
    body: NewInvitation;
    response: MadeInvitation;
  };
  /** Takes an invitation back. */
  'DELETE /api/v1/invitations/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Gives an invitation another token and seven days again. */
  'POST /api/v1/invitations/{id}/renew': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: MadeInvitation;
  };
  /** Lists the jobs, the newest first. */
  'GET /api/v1/jobs': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: JobList;
  };
  /** Stops a job. What was done stays done. */
  'DELETE /api/v1/jobs/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Job;
  };
  /** Tells how far a job has come. */
  'GET /api/v1/jobs/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Job;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/labels': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: LabelList;
  };
  /** Makes one. */
  'POST /api/v1/labels': {
    path: undefined;
    query: undefined;
    body: CreateLabel;
    response: Label;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/labels/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/labels/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Label;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/labels/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateLabel;
    response: Label;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/macros': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: MacroList;
  };
  /** Makes one. */
  'POST /api/v1/macros': {
    path: undefined;
    query: undefined;
    body: CreateMacro;
    response: Macro;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/macros/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/macros/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Macro;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/macros/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateMacro;
    response: Macro;
  };
  /** Who asks. */
  'GET /api/v1/me': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: Me;
  };
  /** Says whether you take conversations. */
  'PUT /api/v1/me/availability': {
    path: undefined;
    query: undefined;
    body: AvailabilityChange;
    response: Colleague;
  };
  /** Changes your password, or sets the first one. */
  'POST /api/v1/me/password': {
    path: undefined;
    query: undefined;
    body: PasswordChange;
    response: undefined;
  };
  /** Tells whether a code is asked for when you sign in. */
  'GET /api/v1/me/second-factor': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: Factor;
  };
  /** Makes a secret for your authenticator app. */
  'POST /api/v1/me/second-factor': {
    path: undefined;
    query: undefined;
    body: PasswordCheck;
    response: NewFactor;
  };
  /** Confirms the secret with a code of your app. */
  'POST /api/v1/me/second-factor/confirm': {
    path: undefined;
    query: undefined;
    body: CodeCheck;
    response: RecoveryCodes;
  };
  /** Ends the second factor. */
  'POST /api/v1/me/second-factor/disable': {
    path: undefined;
    query: undefined;
    body: FullCheck;
    response: undefined;
  };
  /** Makes new recovery codes. */
  'POST /api/v1/me/second-factor/recovery-codes': {
    path: undefined;
    query: undefined;
    body: CodeCheck;
    response: RecoveryCodes;
  };
  /** Ends your other sessions. */
  'DELETE /api/v1/me/sessions': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Lists your sessions, the latest first. */
  'GET /api/v1/me/sessions': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: SessionList;
  };
  /** Ends one of your sessions. */
  'DELETE /api/v1/me/sessions/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Takes a note or reply of one's own back: it says nothing any more, but for its history. */
  'DELETE /api/v1/messages/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Message;
  };
  /** Writes something else in place of a note or reply of one's own. What it said before stays in its history. */
  'PATCH /api/v1/messages/{id}': {
    path: { id: string };
    query: undefined;
    body: MessageEdit;
    response: Message;
  };
  /** Shows what was done to send a message: each order to send it with its attempts, outcomes, and the next try. */
  'GET /api/v1/messages/{id}/deliveries': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: DeliveryList;
  };
  /** Gives a message up of which nobody knows whether it was sent (`isUnsettled`). */
  'POST /api/v1/messages/{id}/discard': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Message;
  };
  /** Shows what a message said before it was edited or deleted. */
  'GET /api/v1/messages/{id}/history': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: MessageHistory;
  };
  /** Takes the team's sign back. */
  'DELETE /api/v1/messages/{id}/reaction': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Message;
  };
  /** Answers a message with a sign; the customer is told where the channel can. It takes the place of an earlier one of the team. */
  'PUT /api/v1/messages/{id}/reaction': {
    path: { id: string };
    query: undefined;
    body: NewReaction;
    response: Message;
  };
  /** Sends a message again that failed, or of which nobody knows whether it was sent (`isUnsettled`). */
  'POST /api/v1/messages/{id}/retry': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Message;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/roles': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: RoleList;
  };
  /** Makes one. */
  'POST /api/v1/roles': {
    path: undefined;
    query: undefined;
    body: CreateRole;
    response: Role;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/roles/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/roles/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Role;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/roles/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateRole;
    response: Role;
  };
  /** Looks for messages and customers by their words, those that fit best first. */
  'GET /api/v1/search': {
    path: undefined;
    query: { q: string; in?: 'all' | 'messages' | 'customers' | undefined; conversationId?: string | undefined; senderType?: 'agent' | 'customer' | 'system' | 'bot' | undefined; after?: string | undefined; before?: string | undefined; order?: 'relevance' | 'latest' | undefined; limit?: number | undefined; cursor?: string | undefined; filter?: string | undefined; status?: string | undefined; source?: string | undefined; assigneeId?: string | undefined; teamId?: string | undefined; label?: string | undefined; priority?: string | undefined; customerId?: string | undefined; accountId?: string | undefined; widgetId?: string | undefined; language?: string | undefined; unread?: 'me' | 'team' | 'nobody' | undefined; waiting?: boolean | undefined; snoozed?: boolean | undefined };
    body: undefined;
    response: SearchResults;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/teams': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: TeamList;
  };
  /** Makes one. */
  'POST /api/v1/teams': {
    path: undefined;
    query: undefined;
    body: CreateTeam;
    response: Team;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/teams/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/teams/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Team;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/teams/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateTeam;
    response: Team;
  };
  /** Counts the conversations that each view finds which the agent gets to see. */
  'GET /api/v1/view-counts': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: ViewCounts;
  };
  /** Lists all that the agent gets to see, the oldest first. */
  'GET /api/v1/views': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: ViewList;
  };
  /** Makes one. */
  'POST /api/v1/views': {
    path: undefined;
    query: undefined;
    body: CreateView;
    response: View;
  };
  /** Deletes one. What refers to it goes on to do so, and its name is free. */
  'DELETE /api/v1/views/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one. */
  'GET /api/v1/views/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: View;
  };
  /** Makes one anew: all of it becomes what is said here. */
  'PUT /api/v1/views/{id}': {
    path: { id: string };
    query: undefined;
    body: CreateView;
    response: View;
  };
  /** Lists the webhooks, the oldest first. */
  'GET /api/v1/webhooks': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: WebhookList;
  };
  /** Subscribes an address to events. */
  'POST /api/v1/webhooks': {
    path: undefined;
    query: undefined;
    body: CreateWebhook;
    response: WebhookWithSecret;
  };
  /** Deletes a webhook. */
  'DELETE /api/v1/webhooks/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one webhook. */
  'GET /api/v1/webhooks/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Webhook;
  };
  /** Changes, pauses or resumes a webhook. */
  'PATCH /api/v1/webhooks/{id}': {
    path: { id: string };
    query: undefined;
    body: UpdateWebhook;
    response: Webhook;
  };
  /** Lists the calls of a webhook, the latest first. They are kept for 30 days. */
  'GET /api/v1/webhooks/{id}/calls': {
    path: { id: string };
    query: { limit?: number | undefined; cursor?: string | undefined };
    body: undefined;
    response: WebhookCallList;
  };
  /** Has a webhook go on after a place in the journal. */
  'POST /api/v1/webhooks/{id}/replay': {
    path: { id: string };
    query: undefined;
    body: ReplayWebhook;
    response: Webhook;
  };
  /** Sends a webhook one event again, at once and whatever it has subscribed to. */
  'POST /api/v1/webhooks/{id}/resend': {
    path: { id: string };
    query: undefined;
    body: ResendToWebhook;
    response: WebhookCall;
  };
  /** Gives a webhook another secret. */
  'POST /api/v1/webhooks/{id}/rotate-secret': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WebhookWithSecret;
  };
  /** Sends a webhook something that means nothing: `{"type": "test"}`. */
  'POST /api/v1/webhooks/{id}/test': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WebhookCall;
  };
  /** Asks the endpoint whether it wants to be called. */
  'POST /api/v1/webhooks/{id}/verify': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WebhookCheck;
  };
  /** Lists the connected WhatsApp numbers, the oldest first. */
  'GET /api/v1/whatsapp/accounts': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: WhatsAppAccountList;
  };
  /** Connects a WhatsApp number. */
  'POST /api/v1/whatsapp/accounts': {
    path: undefined;
    query: undefined;
    body: CreateWhatsAppAccount;
    response: WhatsAppAccount;
  };
  /** Disconnects a WhatsApp number. */
  'DELETE /api/v1/whatsapp/accounts/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one connected WhatsApp number. */
  'GET /api/v1/whatsapp/accounts/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WhatsAppAccount;
  };
  /** Changes, pauses or resumes a WhatsApp number. */
  'PATCH /api/v1/whatsapp/accounts/{id}': {
    path: { id: string };
    query: undefined;
    body: UpdateWhatsAppAccount;
    response: WhatsAppAccount;
  };
  /** Shows an account's number as Meta has it now, with what is in the way of sending. */
  'GET /api/v1/whatsapp/accounts/{id}/number': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WhatsAppNumber;
  };
  /** Does something with a number at Meta: verify, register, name or protect it. */
  'POST /api/v1/whatsapp/accounts/{id}/number': {
    path: { id: string };
    query: undefined;
    body: ManageWhatsAppNumber;
    response: undefined;
  };
  /** Lists the numbers of an account's business, as Meta has them. */
  'GET /api/v1/whatsapp/accounts/{id}/numbers': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WhatsAppNumberList;
  };
  /** Adds a number to an account's business. It has to be verified and registered before it can be connected. */
  'POST /api/v1/whatsapp/accounts/{id}/numbers': {
    path: { id: string };
    query: undefined;
    body: AddWhatsAppNumber;
    response: AddedWhatsAppNumber;
  };
  /** Shows how the business presents itself to its customers. */
  'GET /api/v1/whatsapp/accounts/{id}/profile': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WhatsAppProfile;
  };
  /** Changes how the business presents itself to its customers. */
  'PATCH /api/v1/whatsapp/accounts/{id}/profile': {
    path: { id: string };
    query: undefined;
    body: UpdateWhatsAppProfile;
    response: WhatsAppProfile;
  };
  /** Shows the settings of an account's number, in Meta's shape. */
  'GET /api/v1/whatsapp/accounts/{id}/settings': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Record<string, unknown>;
  };
  /** Hands a template in at Meta, which approves it sooner or later. */
  'POST /api/v1/whatsapp/accounts/{id}/templates': {
    path: { id: string };
    query: undefined;
    body: CreateWhatsAppTemplate;
    response: WhatsAppTemplate;
  };
  /** Reads all templates of a number's business from Meta. */
  'POST /api/v1/whatsapp/accounts/{id}/templates/sync': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WhatsAppTemplateList;
  };
  /** Redeems the code that a business got when it signed up at Meta (Embedded Signup), for a token to connect its number with. */
  'POST /api/v1/whatsapp/exchange-code': {
    path: undefined;
    query: undefined;
    body: WhatsAppSignUpCode;
    response: WhatsAppToken;
  };
  /** Lists the templates of the connected WhatsApp numbers, as Meta last told of them. */
  'GET /api/v1/whatsapp/templates': {
    path: undefined;
    query: { accountId?: string | undefined };
    body: undefined;
    response: WhatsAppTemplateList;
  };
  /** Takes a template away, at Meta as well. Its name cannot be used again for a while. */
  'DELETE /api/v1/whatsapp/templates/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one template. */
  'GET /api/v1/whatsapp/templates/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WhatsAppTemplate;
  };
  /** Changes the parts of a template or what it is for. Meta looks at it again. */
  'PATCH /api/v1/whatsapp/templates/{id}': {
    path: { id: string };
    query: undefined;
    body: UpdateWhatsAppTemplate;
    response: WhatsAppTemplate;
  };
  /** Lists the widgets, the oldest first. */
  'GET /api/v1/widgets': {
    path: undefined;
    query: undefined;
    body: undefined;
    response: WidgetList;
  };
  /** Makes a widget. */
  'POST /api/v1/widgets': {
    path: undefined;
    query: undefined;
    body: CreateWidget;
    response: Widget;
  };
  /** Deletes a widget. */
  'DELETE /api/v1/widgets/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one widget. */
  'GET /api/v1/widgets/{id}': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Widget;
  };
  /** Changes, activates or deactivates a widget. */
  'PATCH /api/v1/widgets/{id}': {
    path: { id: string };
    query: undefined;
    body: UpdateWidget;
    response: Widget;
  };
  /** Tells the figures of a widget: loads, opens, conversations, messages and blocked attempts, day by day. */
  'GET /api/v1/widgets/{id}/analytics': {
    path: { id: string };
    query: { from?: string | undefined; to?: string | undefined };
    body: undefined;
    response: WidgetAnalytics;
  };
  /** Lists the websites that wanted to show a widget in the last 30 days and may not. */
  'GET /api/v1/widgets/{id}/blocked-origins': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: BlockedOriginList;
  };
  /** Says that a website which wants to show a widget is not to be heard of, or is again. */
  'POST /api/v1/widgets/{id}/blocked-origins/ignore': {
    path: { id: string };
    query: undefined;
    body: IgnoreOrigin;
    response: undefined;
  };
  /** Lists the domains of a widget, the oldest first. */
  'GET /api/v1/widgets/{id}/domains': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: WidgetDomainList;
  };
  /** Adds a domain to a widget. */
  'POST /api/v1/widgets/{id}/domains': {
    path: { id: string };
    query: undefined;
    body: CreateWidgetDomain;
    response: WidgetDomain;
  };
  /** Takes a domain away from a widget: it does not appear there any more. */
  'DELETE /api/v1/widgets/{id}/domains/{domainId}': {
    path: { id: string; domainId: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
  /** Shows one domain of a widget. */
  'GET /api/v1/widgets/{id}/domains/{domainId}': {
    path: { id: string; domainId: string };
    query: undefined;
    body: undefined;
    response: WidgetDomain;
  };
  /** Tells what happened to a domain, the latest first. */
  'GET /api/v1/widgets/{id}/domains/{domainId}/history': {
    path: { id: string; domainId: string };
    query: undefined;
    body: undefined;
    response: WidgetDomainHistory;
  };
  /** Gives a domain that is not proven another token to prove it with. */
  'POST /api/v1/widgets/{id}/domains/{domainId}/renew': {
    path: { id: string; domainId: string };
    query: undefined;
    body: undefined;
    response: WidgetDomain;
  };
  /** Looks for the proof of a domain at once, and tells what was seen. */
  'POST /api/v1/widgets/{id}/domains/{domainId}/verify': {
    path: { id: string; domainId: string };
    query: undefined;
    body: undefined;
    response: WidgetDomainCheck;
  };
  /** Tells how a widget gets onto a page. */
  'GET /api/v1/widgets/{id}/embed': {
    path: { id: string };
    query: undefined;
    body: undefined;
    response: Embed;
  };
  /** Adds a key that the identities of visitors are checked with. */
  'POST /api/v1/widgets/{id}/identity-keys': {
    path: { id: string };
    query: undefined;
    body: CreateWidgetIdentityKey;
    response: WidgetIdentityKey;
  };
  /** Removes a key: what was signed with it counts no more. */
  'DELETE /api/v1/widgets/{id}/identity-keys/{kid}': {
    path: { id: string; kid: string };
    query: undefined;
    body: undefined;
    response: undefined;
  };
}
