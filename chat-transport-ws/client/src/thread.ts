import type { ChatClient } from './client.js';
import { ChatError } from './error.js';
import type * as Rest from './generated/rest.js';
import { merged, moved } from './records.js';
import type { OutboxEntry } from './outbox.js';
import type { Room } from './rooms.js';
import { type Attention, type Readable, Store, type Unsubscribe } from './store.js';
import type { Conversation, Draft, Loading, Message, Pending, ThreadMessage, Typist, Viewing } from './types.js';

/** How many messages a page has. */
const PAGE = 50;
/** For how long somebody is taken to type who has not said so again. */
const TYPING_MS = 8000;
/** How often is said that somebody still types. */
const TYPING_EVERY_MS = 3000;
/** After how long without a key nobody types any more. */
const TYPING_PAUSE_MS = 5000;
/** How often is said that somebody still looks; the server wants to hear it within 30 seconds. */
const VIEWING_EVERY_MS = 20_000;
/** For how long somebody is taken to look who has not said so again. */
const VIEWING_MS = 30_000;

const NOT_LOADED: Loading = { isLoaded: false, isLoading: false, hasMore: false, error: null };

/**
 * One conversation, live for as long as somebody subscribes to any of its stores: the room is joined, the messages are loaded, what
 * happens is taken in.
 *
 * ```ts
 * const conversation = chat.conversation(id);
 * const stop = conversation.messages.subscribe(() => render(conversation.messages.get()));
 * const { key } = conversation.send({ content: 'Hello' });
 * ```
 */
export class Thread {
  readonly id: string;
  readonly #chat: ChatClient;
  readonly #info: Store<Conversation | null>;
  readonly #messages: Store<readonly ThreadMessage[]>;
  readonly #loading: Store<Loading>;
  readonly #typists: Store<readonly Typist[]>;
  readonly #viewers: Store<readonly Viewing[]>;

  /** Those that the server has, in order. */
  #known: Message[] = [];
  readonly #shown = new Map<string, ThreadMessage>();
  #cursor: string | null = null;
  #room: Room | undefined;
  #end: Unsubscribe | undefined;
  #users = 0;
  #load: Promise<void> | undefined;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #typingUntil = 0;
  #typingPause: ReturnType<typeof setTimeout> | undefined;
  #views = 0;
  #viewTimer: ReturnType<typeof setInterval> | undefined;

  /** @internal */
  constructor(chat: ChatClient, id: string) {
    this.#chat = chat;
    this.id = id;
    const attention: Attention = { begin: () => this.open() };
    this.#info = new Store<Conversation | null>(chat.known(id) ?? null, attention);
    this.#messages = new Store<readonly ThreadMessage[]>([], attention);
    this.#loading = new Store(NOT_LOADED, attention);
    this.#typists = new Store<readonly Typist[]>([], attention);
    this.#viewers = new Store<readonly Viewing[]>([], attention);
    this.show();
  }

  /** The conversation; null until it is known. */
  get info(): Readable<Conversation | null> {
    return this.#info;
  }

  /** Its messages, the oldest first, with those that wait to be sent at the end. */
  get messages(): Readable<readonly ThreadMessage[]> {
    return this.#messages;
  }

  /** How far it is loaded; `hasMore` tells of older messages. */
  get loading(): Readable<Loading> {
    return this.#loading;
  }

  /** Who types. */
  get typists(): Readable<readonly Typist[]> {
    return this.#typists;
  }

  /** Which colleagues look at it. */
  get viewers(): Readable<readonly Viewing[]> {
    return this.#viewers;
  }

  /** Keeps it live without subscribing. */
  open(): Unsubscribe {
    this.#users += 1;
    if (this.#users === 1) this.#begin();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#users -= 1;
      if (this.#users > 0) return;
      this.#end?.();
      this.#room?.release();
      this.#room = undefined;
    };
  }

  get isOpen(): boolean {
    return this.#users > 0;
  }

  /** Loads the messages before those that are there. */
  async loadOlder(): Promise<void> {
    if (this.#load) return this.#load;
    if (!this.#loading.get().isLoaded) return this.reload();
    if (this.#cursor === null) return;
    const cursor = this.#cursor;
    return this.#loads(async () => {
      const page = await this.#chat.api.get('/api/v1/conversations/{id}/messages', {
        path: { id: this.id },
        query: { limit: PAGE, cursor },
      });
      this.#cursor = page.nextCursor;
      this.#add(page.items);
    });
  }

  /** Loads it anew: the conversation and its latest messages. */
  reload(): Promise<void> {
    return this.#loads(async () => {
      const path = { id: this.id };
      const [conversation, page] = await Promise.all([
        this.#chat.api.get('/api/v1/conversations/{id}', { path }),
        this.#chat.api.get('/api/v1/conversations/{id}/messages', { path, query: { limit: PAGE } }),
      ]);
      const ids = new Set(page.items.map((message) => message.id));
      const isJoined = this.#known.some((message) => ids.has(message.id));
      if (!isJoined || !this.#loading.get().isLoaded) {
        // Between what was there and the page something may be missing; what is later was told live.
        const newest = page.items[0];
        this.#known = isJoined ? this.#known : this.#known.filter((it) => !newest || it.createdAt >= newest.createdAt);
        this.#cursor = page.nextCursor;
      }
      this.#chat.take(conversation);
      this.#chat.noteLoaded(this.id, conversation.lastSeq);
      this.#add(page.items);
    });
  }

  /** Says something: it is shown at once and sent as soon as there is a connection. Returns its `key` among the messages. */
  send(draft: Draft): { key: string } {
    this.stopTyping();
    return { key: this.#chat.say(this.id, draft) };
  }

  /** Sends again what was refused, by its `key`; `change` may take `ifSeq` away or say something else. */
  retry(key: string, change: Partial<Draft> = {}): void {
    this.#chat.outbox.again(key, change);
  }

  /** Takes back what was not sent yet; false when it is too late for that. */
  discard(key: string): boolean {
    return this.#chat.outbox.drop(key);
  }

  /** Tells the others that a key was pressed: call it as often as you like. */
  typing(): void {
    clearTimeout(this.#typingPause);
    this.#typingPause = setTimeout(() => this.stopTyping(), TYPING_PAUSE_MS);
    if (Date.now() < this.#typingUntil) return;
    this.#typingUntil = Date.now() + TYPING_EVERY_MS;
    this.#tell('typing', true);
  }

  stopTyping(): void {
    clearTimeout(this.#typingPause);
    if (this.#typingUntil === 0) return;
    this.#typingUntil = 0;
    this.#tell('typing', false);
  }

  /** Tells colleagues that somebody looks at it, until what is returned is called. */
  view(): Unsubscribe {
    this.#views += 1;
    if (this.#views === 1) {
      this.tellViewing();
      this.#viewTimer = setInterval(() => this.tellViewing(), VIEWING_EVERY_MS);
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#views -= 1;
      if (this.#views > 0) return;
      clearInterval(this.#viewTimer);
      this.#tell('viewing', false);
    };
  }

  /** That everything up to now was read. */
  async markRead(): Promise<void> {
    const info = this.#info.get();
    if (info && info.unreadCount === 0 && info.isUnread !== true) return;
    if (info) this.#chat.put({ ...info, unreadCount: 0, isUnread: false });
    try {
      if (this.#chat.connection.get().status === 'online') {
        const { conversation } = await this.#chat.command('markRead', this.id);
        this.#chat.takeView(conversation, false);
      } else {
        this.#chat.take(await this.#chat.api.post('/api/v1/conversations/{id}/read', { path: { id: this.id } }));
      }
    } catch (thrown) {
      const known = this.#chat.known(this.id);
      if (info && known) this.#chat.put({ ...known, unreadCount: info.unreadCount, isUnread: info.isUnread });
      throw thrown;
    }
  }

  /** @internal */
  setInfo(conversation: Conversation): void {
    this.#info.set(conversation);
  }

  /** @internal A message was told. */
  put(message: Message): void {
    this.#hush(message.senderId);
    // Until the first page is there nobody knows what lies between.
    if (!this.#loading.get().isLoaded && !this.#load) return;
    this.#add([message]);
  }

  /** @internal */
  move(news: Rest.MessageStatusChange): boolean {
    return this.#change(news.messageId, (known) => moved(known, news));
  }

  /** @internal */
  takeBack(messageId: string, at: string): boolean {
    return this.#change(messageId, (known) => ({ ...known, content: '', attachments: [], payload: null, deletedAt: at }));
  }

  /** @internal */
  types(typist: Typist, isTyping: boolean): void {
    this.#hush(typist.senderId);
    if (!isTyping) return;
    this.#typists.set([...this.#typists.get(), typist]);
    this.#later(`typing:${typist.senderId}`, TYPING_MS, () => this.#hush(typist.senderId));
  }

  /** @internal */
  views(viewer: Viewing, isViewing: boolean): void {
    const others = this.#viewers.get().filter((it) => it.agentId !== viewer.agentId);
    const isNews = isViewing !== others.length < this.#viewers.get().length;
    clearTimeout(this.#timers.get(`viewing:${viewer.agentId}`));
    if (isNews || !isViewing) this.#viewers.set(isViewing ? [...others, viewer] : others);
    if (isViewing) this.#later(`viewing:${viewer.agentId}`, VIEWING_MS, () => this.views(viewer, false));
    // Whoever has just come was not there when it was said that somebody looks here.
    if (isViewing && isNews && viewer.agentId !== this.#chat.connection.get().agent?.id) this.tellViewing();
  }

  /** @internal The connection is there again. */
  tellViewing(): void {
    if (this.#views > 0) this.#tell('viewing', true);
  }

  /** @internal What was heard is not everything any more. */
  forget(): void {
    if (this.isOpen) void this.reload();
    else {
      this.#known = [];
      this.#cursor = null;
      this.#loading.set(NOT_LOADED);
      this.show();
    }
  }

  /** @internal */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    clearTimeout(this.#typingPause);
    clearInterval(this.#viewTimer);
  }

  /** @internal Shows what there is. */
  show(): void {
    const shown: ThreadMessage[] = [];
    const names = new Set<string>();
    for (const message of this.#known) {
      if (message.clientMessageId) names.add(message.clientMessageId);
      shown.push(this.#same(message.clientMessageId ?? message.id, message, null));
    }
    const last = this.#known.at(-1)?.position ?? 0;
    const waiting = this.#chat.outbox.of(this.id).filter((entry) => !names.has(entry.clientMessageId));
    waiting.forEach((entry, index) => {
      const state = entry.problem ? 'failed' : this.#chat.outbox.isSending(entry) ? 'sending' : 'waiting';
      const before = this.#shown.get(entry.clientMessageId);
      const error = this.#chat.outbox.errorOf(entry);
      const isSame = before?.pending?.state === state && before.position === last + index + 1 && before.content === entry.draft.content;
      shown.push(isSame ? before : { ...this.#written(entry, last + index + 1), key: entry.clientMessageId, pending: { state, error } });
    });
    this.#shown.clear();
    for (const message of shown) this.#shown.set(message.key, message);
    const now = this.#messages.get();
    if (now.length !== shown.length || now.some((message, index) => message !== shown[index])) this.#messages.set(shown);
  }

  #begin(): void {
    this.#end = this.#chat.attend(this);
    this.#room = this.#chat.hold(`conversation:${this.id}`);
    this.#info.set(this.#chat.known(this.id) ?? this.#info.get());
    this.show();
    const { joined } = this.#room;
    const load = (): void => void this.reload().catch(() => {});
    if (this.#chat.connection.get().status !== 'online') {
      load();
      // What happens between loading and joining is told to nobody.
      joined.then(load, () => {});
    } else joined.then(load, load);
  }

  #loads(work: () => Promise<void>): Promise<void> {
    this.#load ??= (async () => {
      this.#loading.patch({ isLoading: true, error: null });
      try {
        await work();
        this.#loading.set({ isLoaded: true, isLoading: false, hasMore: this.#cursor !== null, error: null });
      } catch (thrown) {
        const error = ChatError.of(thrown);
        this.#loading.patch({ isLoading: false, error });
        throw error;
      } finally {
        this.#load = undefined;
      }
    })();
    return this.#load;
  }

  #add(messages: readonly Message[]): void {
    const info = this.#info.get();
    const isByTime = info !== null && (info.merged.length > 0 || info.isPast);
    const known = new Map(this.#known.map((message) => [message.id, message]));
    for (const message of messages) known.set(message.id, merged(known.get(message.id), message));
    // Conversations that were merged have their places each for itself, and what is old came in any order.
    const byPlace = (one: Message, other: Message): number => one.position - other.position;
    const byTime = (one: Message, other: Message): number =>
      one.createdAt < other.createdAt ? -1 : one.createdAt > other.createdAt ? 1 : one.id < other.id ? -1 : 1;
    this.#known = [...known.values()].sort(isByTime ? byTime : byPlace);
    this.show();
  }

  #change(id: string, change: (message: Message) => Message): boolean {
    const index = this.#known.findIndex((message) => message.id === id);
    const known = this.#known[index];
    if (!known) return false;
    const next = change(known);
    if (next !== known) {
      this.#known = this.#known.with(index, next);
      this.show();
    }
    return true;
  }

  #same(key: string, message: Message, pending: Pending | null): ThreadMessage {
    const before = this.#shown.get(key);
    if (before && before.pending === null && SOURCES.get(before) === message) return before;
    const next: ThreadMessage = { ...message, key, pending };
    SOURCES.set(next, message);
    return next;
  }

  /** What waits to be sent, as a message. */
  #written({ clientMessageId, draft, at }: OutboxEntry, position: number): Message {
    return {
      id: clientMessageId,
      clientMessageId,
      conversationId: this.id,
      position,
      senderId: this.#chat.connection.get().agent?.id ?? null,
      senderType: 'agent',
      kind: draft.kind ?? 'reply',
      messageType: draft.contentType ?? (draft.template ? 'template' : 'text'),
      content: draft.content,
      attachmentUrl: null,
      attachmentType: null,
      attachments: [],
      mentions: [...(draft.mentions ?? [])],
      reactions: [],
      payload: draft.payload ?? null,
      replyTo: draft.replyTo ?? null,
      templateName: null,
      externalId: null,
      status: 'queued',
      error: null,
      isBillable: null,
      isUnsettled: false,
      needsDecision: false,
      createdAt: new Date(at).toISOString(),
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      failedAt: null,
      editedAt: null,
      deletedAt: null,
    };
  }

  #hush(senderId: string | null): void {
    if (senderId === null || !this.#typists.get().some((it) => it.senderId === senderId)) return;
    clearTimeout(this.#timers.get(`typing:${senderId}`));
    this.#typists.set(this.#typists.get().filter((it) => it.senderId !== senderId));
  }

  #later(name: string, ms: number, work: () => void): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(work, ms));
  }

  /** What is told to whoever is there; nobody is told later. */
  #tell(what: 'typing' | 'viewing', is: boolean): void {
    const conversationId = this.id;
    const told =
      what === 'typing'
        ? this.#chat.command('typing', { conversationId, isTyping: is })
        : this.#chat.command('viewing', { conversationId, isViewing: is });
    told.catch(() => {});
  }
}

/** What a shown message was made from. */
const SOURCES = new WeakMap<ThreadMessage, Message>();
