import { Connection, type ConnectionState, type SocketFactory, type Transport } from './connection.js';
import { type Logger, uuid } from './env.js';
import { ChatError } from './error.js';
import type { CommandName, Commands, JournalEvent, ServerEventName, ServerEvents } from './events.js';
import { Feed, type Live } from './feed.js';
import type * as Rest from './generated/rest.js';
import type { Connected, ConversationView, CustomerView, JsonValue } from './generated/socket.js';
import { ConversationList } from './list.js';
import { memoryStorage, Outbox, type OutboxEntry, type OutboxStorage } from './outbox.js';
import { conversationOf, joined, JOURNAL_TYPES, LIVE_NAMES, merged, messageOf, moved, withCustomer, withMessage } from './records.js';
import { Api } from './rest.js';
import { type Room, type RoomName, Rooms } from './rooms.js';
import { type Readable, Store, type Unsubscribe } from './store.js';
import { Thread } from './thread.js';
import { type Auth, Tokens } from './token.js';
import type { Conversation, ConversationQuery, Draft } from './types.js';

export interface ChatClientOptions {
  /** Where the module is: `https://chat.example`, or `''` for where the page is from. With the path that it is nested at, if any. */
  url: string;
  /** The token, or what gives it: on each connect, and when the server does not take the last one any more. */
  auth: Auth;
  /** Where messages wait that were not sent yet; in memory unless another place is given. */
  storage?: OutboxStorage | undefined;
  logger?: Logger | undefined;
  /** The ways to the server, the preferred first. */
  transports?: Transport[] | undefined;
  /** Where the sockets are, from the root of the server. */
  socketPath?: string | undefined;
  /** Whether REST sends cookies: `include` where the session's cookie signs in on another origin. */
  credentials?: 'include' | 'omit' | 'same-origin' | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** How many missed events are told one by one; beyond that everything is loaded anew. */
  catchUpMax?: number | undefined;
  /** Another socket than that of `socket.io-client`. */
  socket?: SocketFactory | undefined;
}

export type EventHandler<Name extends ServerEventName> = (event: ServerEvents[Name]) => void;

/** The most conversations that are kept which nothing shows. */
const KEPT_MAX = 2000;
/** The most threads and lists that are kept which nobody looks at. */
const IDLE_MAX = 20;
/** The most customers. */
const CUSTOMERS_MAX = 1000;
/** How soon it is looked what need not be kept: whoever has just been given something has subscribed by then. */
const TRIM_MS = 5000;

/** How many conversations have something new for whoever is signed in. */
export interface Unread {
  readonly count: number;
  /** Whether there are more than could be counted. */
  readonly isMore: boolean;
}

/**
 * The chat module as an agent's program sees it.
 *
 * ```ts
 * const chat = new ChatClient({ url: 'https://chat.example', auth: () => fetchToken() });
 * await chat.connect();
 * const list = chat.conversations({ status: 'active' });
 * list.subscribe(() => console.log(list.get().items.length));
 * ```
 *
 * Everything that changes is a {@link Readable}: `get()` gives a value that is replaced and never changed, `subscribe()` tells of the
 * next one. What is subscribed to is live: rooms are joined, and left when nobody wants them any more.
 */
export class ChatClient {
  /** The REST API by the same token. */
  readonly api: Api;
  /** How the connection stands. */
  readonly connection: Readable<ConnectionState>;
  /** Who of the team is there: the ids of agents. */
  readonly presence: Readable<ReadonlySet<string>>;
  /** What has something new for whoever is signed in. */
  readonly unread: Readable<Unread>;
  /** What WhatsApp's own events are heard by. */
  readonly whatsapp: WhatsAppRooms;
  /** What waits to be sent. */
  readonly outbox: Outbox;

  readonly #logger: Logger;
  readonly #connection: Connection;
  readonly #rooms: Rooms;
  readonly #feed: Feed;
  readonly #presence = new Store<ReadonlySet<string>>(new Set());
  readonly #handlers = new Map<ServerEventName, Set<EventHandler<never>>>();
  readonly #known = new Map<string, Conversation>();
  readonly #customers = new Map<string, Store<Rest.CustomerDetail | null>>();
  readonly #threads = new Map<string, Thread>();
  readonly #lists = new Map<string, ConversationList>();
  /** Those that somebody looks at, whether or not they can still be asked for. */
  readonly #open = new Set<Thread | ConversationList>();
  #trimming: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ChatClientOptions) {
    const here = (globalThis as { location?: { origin: string } }).location?.origin;
    const url = new URL(options.url || '/', here).href.replace(/\/+$/, '');
    const tokens = new Tokens(options.auth);
    this.#logger = options.logger ?? {};
    this.#connection = new Connection({
      url: new URL(url).origin,
      path: options.socketPath ?? '/socket.io/',
      transports: options.transports ?? ['websocket', 'polling'],
      tokens,
      logger: this.#logger,
      socket: options.socket,
      welcome: (connected) => this.#welcome(connected),
      heard: (name, event) => this.#heard(name, event),
    });
    this.#rooms = new Rooms(this.#connection);
    this.#feed = new Feed({
      connection: this.#connection,
      logger: this.#logger,
      catchUpMax: options.catchUpMax ?? 5000,
      happened: (live) => {
        this.#apply(live);
        this.#emit(live.name, live.event);
      },
      missed: (event, isHeard) => this.#missed(event, isHeard.byWhatsApp),
      resync: (seq) => this.#resync(seq),
    });
    this.api = new Api({
      url,
      tokens,
      credentials: options.credentials,
      fetch: options.fetch,
      onUnauthorized: (error) => this.#connection.refuse(error),
    });
    this.outbox = new Outbox(options.storage ?? memoryStorage(), {
      deliver: (entry) => this.#deliver(entry),
      isOnline: () => this.#connection.isOnline,
      changed: (id) => this.#eachThread((thread) => thread.id === id && thread.show()),
      failed: (problem) => this.#logger.warn?.('the outbox could not be kept', { problem: String(problem) }),
    });
    this.connection = this.#connection.state;
    this.presence = this.#presence;
    this.whatsapp = new WhatsAppRooms((name) => this.hold(name));
    this.unread = this.#unread();
    this.#connection.state.subscribe(() => {
      const { status } = this.#connection.state.get();
      if (status === 'online') this.#begin();
      else this.#rooms.lost();
    });
  }

  /** Who is signed in; null until the first connection. */
  get agent(): Connected['agent'] | null {
    return this.connection.get().agent;
  }

  /** Connects, and stays connected until `disconnect`. Resolves when it is online; rejects when no token is good. */
  async connect(): Promise<void> {
    void this.outbox.load();
    this.#connection.open();
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const { status, error } = this.connection.get();
        if (status !== 'online' && status !== 'unauthorized' && status !== 'idle') return;
        stop();
        if (status === 'online') resolve();
        else reject(error ?? new ChatError('closed', 'the client was disconnected'));
      };
      const stop = this.connection.subscribe(look);
      look();
    });
  }

  /** Ends the connection. What is there stays, what waits to be sent too; `connect` takes it up again. */
  disconnect(): void {
    this.#connection.close();
  }

  /** Ends everything. */
  destroy(): void {
    this.#connection.close();
    this.#feed.close();
    this.#rooms.clear();
    this.outbox.close();
    clearTimeout(this.#trimming);
    this.#eachList((list) => list.close());
    this.#eachThread((thread) => thread.close());
    this.#handlers.clear();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  /**
   * Hears an event of the server. Those that have a place in the journal come once and in order, also when the connection was lost
   * meanwhile: what was missed is told when it is back. Which ones come depends on the rooms that are held.
   */
  on<Name extends ServerEventName>(name: Name, handler: EventHandler<Name>): Unsubscribe {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    // Each call counts for itself, also with the same function.
    const entry: EventHandler<Name> = (event) => handler(event);
    handlers.add(entry);
    return () => void handlers.delete(entry);
  }

  /** Emits a command by its own name; throws a {@link ChatError} when it could not be done. */
  command<Name extends CommandName>(name: Name, ...request: Commands[Name]['request']): Promise<Commands[Name]['answer']> {
    return this.#connection.ask(name, ...request);
  }

  /** Is in a room until it is released. Rooms are counted: the last release leaves, a second later. */
  hold(name: RoomName): Room {
    return this.#rooms.hold(name);
  }

  /** Conversations that fit a query. The same query gives the same list. */
  conversations(query: ConversationQuery = {}): ConversationList {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const key = JSON.stringify(given.sort(([one], [other]) => (one < other ? -1 : 1)));
    let list = this.#lists.get(key);
    if (!list) {
      this.#trimLater();
      list = new ConversationList(this, Object.fromEntries(given) as ConversationQuery);
      this.#lists.set(key, list);
    }
    return list;
  }

  /** One conversation. The same id gives the same object. */
  conversation(id: string): Thread {
    let thread = this.#threads.get(id);
    if (!thread) {
      this.#trimLater();
      thread = new Thread(this, id);
      this.#threads.set(id, thread);
    }
    return thread;
  }

  /** A customer, loaded when somebody subscribes for the first time and kept up to date. */
  customer(id: string): Readable<Rest.CustomerDetail | null> {
    let store = this.#customers.get(id);
    if (!store) {
      if (this.#customers.size >= CUSTOMERS_MAX) this.#trimLater();
      store = new Store<Rest.CustomerDetail | null>(null, { begin: () => this.#loadCustomer(id) });
      this.#customers.set(id, store);
    }
    return store;
  }

  /** Files a customer that was loaded otherwise, so that it need not be loaded again. */
  noteCustomer(customer: Rest.CustomerDetail): void {
    (this.customer(customer.id) as Store<Rest.CustomerDetail | null>).set(customer);
    this.#name(customer);
  }

  /** @internal */
  known(id: string): Conversation | undefined {
    return this.#known.get(id);
  }

  /** @internal A conversation as REST tells it; gives the latest that is known. */
  take(told: Conversation, asked?: ConversationList): Conversation {
    const known = this.#known.get(told.id);
    const next = joined(known, told);
    if (next === known) return known;
    this.#keep(next, (list) => list !== asked && list.consider(next, { isNews: false }));
    return next;
  }

  /** @internal A conversation as a command answers it. */
  takeView(view: ConversationView, isUnread: boolean): void {
    const known = this.#known.get(view.id);
    if (!known || known.lastSeq <= view.lastSeq) this.put({ ...conversationOf(view, known), isUnread });
  }

  /** @internal */
  put(conversation: Conversation): void {
    this.#keep(conversation, (list) => list.consider(conversation, { isNews: true }));
  }

  /** @internal Somebody looks at it, until what is returned is called. */
  attend(one: Thread | ConversationList): Unsubscribe {
    this.#open.add(one);
    return () => void this.#open.delete(one);
  }

  /** @internal */
  noteLoaded(conversationId: string, seq: number): void {
    this.#feed.noteLoaded(conversationId, seq);
  }

  /** @internal */
  say(conversationId: string, draft: Draft): string {
    const clientMessageId = uuid();
    this.outbox.add({ clientMessageId, conversationId, draft });
    return clientMessageId;
  }

  // What the connection brings.

  async #welcome(connected: Connected): Promise<void> {
    this.#presence.set(new Set(connected.present));
    await this.outbox.begin(connected.agent.id);
    await this.#rooms.rejoin();
    await this.#feed.begin(connected.seq);
  }

  #begin(): void {
    this.outbox.hurry();
    this.#eachThread((thread) => thread.tellViewing());
    // Whoever began to want a room while it was being taken up.
    void this.#rooms.catchUp();
  }

  #heard<Name extends ServerEventName>(name: Name, event: ServerEvents[Name]): void {
    if (name in JOURNAL_TYPES || name === 'whatsappMessage' || name === 'whatsappMessageStatus') {
      this.#feed.hear({ name, event } as unknown as Live);
      return;
    }
    const heard = { name, event } as { [N in ServerEventName]: { name: N; event: ServerEvents[N] } }[ServerEventName];
    if (heard.name === 'resync') return this.#feed.reset(heard.event.seq);
    if (heard.name === 'presence') this.#present(heard.event.agentId, heard.event.isPresent);
    if (heard.name === 'typing') {
      const { conversationId, isTyping, ...typist } = heard.event;
      const isMine = typist.senderId === this.agent?.id;
      if (!isMine) this.#eachThread((thread) => thread.id === conversationId && thread.types(typist, isTyping));
    }
    if (heard.name === 'viewing') {
      const { conversationId, isViewing, ...viewer } = heard.event;
      const isMine = viewer.agentId === this.agent?.id;
      if (!isMine) this.#eachThread((thread) => thread.id === conversationId && thread.views(viewer, isViewing));
    }
    this.#emit(name, event);
  }

  #emit<Name extends ServerEventName>(name: Name, event: ServerEvents[Name]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      try {
        (handler as EventHandler<Name>)(event);
      } catch (problem) {
        // One that fails does not keep the others from hearing it.
        this.#logger.warn?.('a handler failed', { event: name, problem: String(problem) });
        queueMicrotask(() => {
          throw problem;
        });
      }
    }
  }

  #present(agentId: string, isPresent: boolean): void {
    const present = new Set(this.#presence.get());
    if (isPresent === present.has(agentId)) return;
    if (isPresent) present.add(agentId);
    else present.delete(agentId);
    this.#presence.set(present);
    if (isPresent) return;
    this.#eachThread((thread) => thread.views({ agentId, name: '' }, false));
  }

  /** Takes an event into what is shown. What is told twice changes nothing. */
  #apply({ name, event }: Live): void {
    switch (name) {
      case 'message': {
        const { seq, previousSeq: _, customerId: __, source: ___, ...view } = event;
        const message = messageOf(view);
        for (const thread of this.#threadsOf(message.conversationId)) thread.put(message);
        const known = this.#known.get(message.conversationId);
        if (known) this.put(withMessage(known, message, seq, this.agent?.id ?? null));
        else this.#eachList((list) => list.wonder());
        return;
      }
      case 'messageEdited': {
        const { seq, previousSeq: _, customerId: __, source: ___, ...view } = event;
        const message = messageOf(view);
        for (const thread of this.#threadsOf(message.conversationId)) thread.put(message);
        this.#touch(message.conversationId, seq, (last) => (last?.id === message.id ? merged(last, message) : last));
        return;
      }
      case 'messageDeleted': {
        const { messageId, conversationId, at, seq } = event;
        if (conversationId === null) return;
        for (const thread of this.#threadsOf(conversationId)) thread.takeBack(messageId, at);
        this.#touch(conversationId, seq, (last) => (last?.id === messageId ? { ...last, content: '', attachments: [], deletedAt: at } : last));
        return;
      }
      case 'messageStatus': {
        const { conversationId, messageId, status, timestamp, seq } = event;
        const news: Rest.MessageStatusChange = {
          messageId,
          status,
          at: timestamp,
          externalId: event.externalId ?? null,
          error: event.error ?? null,
          isUnsettled: event.isUnsettled ?? false,
          needsDecision: event.needsDecision ?? false,
        };
        for (const thread of this.#threadsOf(conversationId)) thread.move(news);
        this.#touch(conversationId, seq, (last) => (last?.id === messageId ? moved(last, news) : last));
        return;
      }
      case 'conversation': {
        const { seq: _, previousSeq: __, ...view } = event;
        const known = this.#known.get(view.id);
        if (!known || known.lastSeq <= view.lastSeq) this.put(conversationOf(view, known));
        return;
      }
      case 'customer': {
        const store = this.#customers.get(event.id);
        const known = store?.get();
        const { seq: _, previousSeq: __, ...view } = event;
        if (store && known) store.set({ ...known, ...view } as Rest.CustomerDetail);
        this.#name(view);
        return;
      }
      default:
    }
  }

  /** Tells the customer's conversations what it is called now. */
  #name(customer: Rest.Customer | CustomerView): void {
    for (const known of [...this.#known.values()]) {
      const next = withCustomer(known, customer);
      if (next !== known) this.put(next);
    }
  }

  #touch(id: string, seq: number, change: (last: Conversation['lastMessage']) => Conversation['lastMessage']): void {
    const known = this.#known.get(id);
    if (!known || known.lastSeq >= seq) return;
    this.put({ ...known, lastSeq: seq, lastMessage: change(known.lastMessage), revision: undefined });
  }

  #threadsOf(conversationId: string): Thread[] {
    const isOf = (thread: Thread): boolean =>
      thread.id === conversationId || (thread.info.get()?.merged.includes(conversationId) ?? false);
    return [...this.#allThreads()].filter(isOf);
  }

  /** An event of the journal as it would have been told live, as far as somebody would have heard it. */
  async #missed(event: JournalEvent, isHeardByWhatsApp: boolean): Promise<void> {
    const { seq, previousSeq, type, conversationId } = event;
    const name = LIVE_NAMES[type];
    const place = { seq, previousSeq };
    const isOfMessage = name === 'message' || name === 'messageEdited' || name === 'messageDeleted' || name === 'messageStatus';
    const about = isOfMessage && conversationId !== null ? await this.#about(conversationId, name) : undefined;
    const thread = { customerId: about?.customerId ?? null, source: about?.source ?? '' };
    const data =
      event.type === 'messageStatusChanged'
        ? { ...event.data, timestamp: event.data.at, conversationId, customerId: thread.customerId, error: event.data.error ?? undefined }
        : { ...event.data, ...(isOfMessage ? thread : {}) };
    const live = { name, event: { ...data, ...place } } as unknown as Live;
    this.#apply(live);
    if (this.#isTold(conversationId)) this.#emit(live.name, live.event);
    if (!isHeardByWhatsApp && about?.source === 'whatsapp') this.#emitWhatsApp(event, about);
  }

  #emitWhatsApp(event: JournalEvent, about: Conversation): void {
    const { seq, previousSeq, conversationId } = event;
    const { customerId } = about;
    const isTold = this.#isHeld('whatsapp:general') || (customerId !== null && this.#isHeld(`whatsapp:customer:${customerId}`));
    if (!isTold || conversationId === null) return;
    if (event.type === 'messagePosted' && event.data.kind === 'reply') {
      const { data } = event;
      this.#emit('whatsappMessage', {
        conversationId,
        customerId,
        whatsappNumber: about.customerNumber,
        whatsappMessageId: data.externalId,
        senderType: data.senderType,
        messageType: data.messageType,
        content: data.content,
        status: data.status,
        ...(data.sentAt === null ? {} : { sentAt: data.sentAt }),
        ...(data.deliveredAt === null ? {} : { deliveredAt: data.deliveredAt }),
        ...(data.readAt === null ? {} : { readAt: data.readAt }),
        ...(data.payload === null ? {} : { metadata: data.payload }),
        isTemplate: data.templateName !== null,
        ...(data.templateName === null ? {} : { templateName: data.templateName }),
        timestamp: data.createdAt,
        seq,
        previousSeq,
        messageId: data.id,
      });
    }
    if (event.type === 'messageStatusChanged') {
      const { messageId, status, at, error, externalId } = event.data;
      const failure = error === null ? {} : { error };
      const told = { conversationId, customerId, whatsappMessageId: externalId, messageId, status, timestamp: at, seq, previousSeq };
      this.#emit('whatsappMessageStatus', { ...told, ...failure });
    }
  }

  /** What a missed event does not say of its conversation; looked up only when somebody wants to hear it. */
  async #about(id: string, name: ServerEventName): Promise<Conversation | undefined> {
    const known = this.#known.get(id);
    if (known) return known;
    const wanted: ServerEventName[] = [name, 'whatsappMessage', 'whatsappMessageStatus'];
    if (!wanted.some((one) => (this.#handlers.get(one)?.size ?? 0) > 0)) return undefined;
    try {
      return this.take(await this.api.get('/api/v1/conversations/{id}', { path: { id } }));
    } catch (thrown) {
      if (ChatError.of(thrown).retryable) throw thrown;
      return undefined;
    }
  }

  /** Whether what happens in a conversation would be told to this socket. */
  #isTold(conversationId: string | null): boolean {
    return this.#isHeld('inbox') || (conversationId !== null && this.#isHeld(`conversation:${conversationId}`));
  }

  #isHeld(name: RoomName): boolean {
    return this.#rooms.isIn(name);
  }

  #resync(seq: number): void {
    this.#logger.warn?.('everything is loaded anew', { seq });
    this.#known.clear();
    this.#eachList((list) => list.isOpen && void list.reload().catch(() => {}));
    this.#eachThread((thread) => thread.forget());
    for (const [id, store] of this.#customers) if (store.get()) this.#loadCustomer(id);
    this.#emit('resync', { seq });
  }

  async #deliver({ clientMessageId, conversationId, draft }: OutboxEntry): Promise<void> {
    const { content, kind, replyTo, ifSeq, mentions, contentType, payload, template } = draft;
    let { attachmentIds = [], files = [] } = draft;
    while (files[0]) {
      attachmentIds = [...attachmentIds, (await this.api.upload(files[0])).id];
      files = files.slice(1);
      // What was handed in is not handed in again.
      this.outbox.amend(clientMessageId, { attachmentIds, files });
    }
    const { message: view } = await this.command('sendMessage', {
      conversationId,
      content,
      clientMessageId,
      ...(kind ? { kind } : {}),
      ...(replyTo ? { replyTo } : {}),
      ...(ifSeq === undefined ? {} : { ifSeq }),
      ...(attachmentIds.length > 0 ? { attachmentIds: [...attachmentIds] } : {}),
      ...(contentType === undefined ? {} : { contentType }),
      ...(payload === undefined ? {} : { payload: payload as JsonValue }),
      ...(template ? { template: { id: template.id, parameters: (template.parameters ?? null) as JsonValue } } : {}),
      ...(mentions?.length ? { mentions: mentions as { type: 'agent' | 'team'; id: string }[] } : {}),
    });
    const message = messageOf(view);
    for (const thread of this.#threadsOf(conversationId)) thread.put(message);
  }

  #loadCustomer(id: string): Unsubscribe {
    this.api.get('/api/v1/customers/{id}', { path: { id } }).then(
      (customer) => this.noteCustomer(customer),
      (thrown: unknown) => this.#logger.warn?.('a customer could not be loaded', { code: ChatError.of(thrown).code }),
    );
    return () => {};
  }

  #unread(): Readable<Unread> {
    const list = (): ConversationList => this.conversations({ unread: 'me', status: 'active', limit: 200 });
    const store = new Store<Unread>({ count: 0, isMore: false }, {
      begin: () => {
        const items = list();
        const look = (): void => {
          const { items: all, hasMore } = items.get();
          store.patch({ count: all.length, isMore: hasMore });
        };
        const stop = items.subscribe(look);
        look();
        return stop;
      },
    });
    return store;
  }

  #keep(conversation: Conversation, tell: (list: ConversationList) => unknown): void {
    this.#known.set(conversation.id, conversation);
    this.#eachThread((thread) => thread.id === conversation.id && thread.setInfo(conversation));
    this.#eachList(tell);
    if (this.#known.size > KEPT_MAX * 2) this.#trimLater();
  }

  #allThreads(): Set<Thread> {
    return new Set([...this.#threads.values(), ...[...this.#open].filter((it) => it instanceof Thread)]);
  }

  #eachThread(work: (thread: Thread) => unknown): void {
    for (const thread of this.#allThreads()) work(thread);
  }

  #eachList(work: (list: ConversationList) => unknown): void {
    const open = [...this.#open].filter((it) => it instanceof ConversationList);
    for (const list of new Set([...this.#lists.values(), ...open])) work(list);
  }

  /** Forgets what nobody looks at, so that a program that runs for weeks does not grow. */
  #trimLater(): void {
    if (this.#trimming !== undefined) return;
    this.#trimming = setTimeout(() => {
      this.#trimming = undefined;
      for (const all of [this.#threads, this.#lists] as Map<string, Thread | ConversationList>[]) {
        const idle = [...all].filter(([, one]) => !one.isOpen);
        for (const [key] of idle.slice(0, Math.max(0, idle.length - IDLE_MAX))) all.delete(key);
      }
      for (const [id, store] of this.#customers) {
        if (this.#customers.size <= CUSTOMERS_MAX) break;
        if (!store.isWatched) this.#customers.delete(id);
      }
      this.#sweep();
    }, TRIM_MS);
    (this.#trimming as { unref?(): void }).unref?.();
  }

  #sweep(): void {
    const shown = new Set<string>();
    this.#eachList((list) => list.get().items.forEach((item) => shown.add(item.id)));
    for (const id of this.#known.keys()) {
      if (this.#known.size <= KEPT_MAX) return;
      if (!shown.has(id) && !this.#threads.has(id)) this.#known.delete(id);
    }
  }
}

/** The rooms in which WhatsApp's own events are heard: `whatsappMessage` and `whatsappMessageStatus`. */
export class WhatsAppRooms {
  readonly #hold: (name: RoomName) => Room;

  /** @internal */
  constructor(hold: (name: RoomName) => Room) {
    this.#hold = hold;
  }

  /** Hears every WhatsApp message of the client. Resolves when the server has let us in. */
  joinGeneral(): Promise<Room> {
    return entered(this.#hold('whatsapp:general'));
  }

  /** Hears the WhatsApp messages of one customer. */
  joinCustomer(customerId: string): Promise<Room> {
    return entered(this.#hold(`whatsapp:customer:${customerId}`));
  }
}

async function entered(room: Room): Promise<Room> {
  try {
    await room.joined;
  } catch (thrown) {
    room.release();
    throw thrown;
  }
  return room;
}
