import type { Conversation, ConversationChange, Happened, History, Message } from '../common/visitor';
import type { Order, Page, ToFrame } from '../common/protocol';
import type { Enclosed } from './enclosed';
import type { Files } from './files';
import type { Link } from './link';
import type { Memory } from './memory';
import { Outbox, type Waiting } from './outbox';
import { Refused, Session } from './session';
import { isAudible, ping } from './sound';
import { Store } from './store';
import { channel, onlyHere } from './tabs';
import { Timeline, later } from './timeline';
import type { View } from './view';
import { Failure, Wire } from './wire';
import { speak } from './words';

/** Over how long the frames of a widget spread what all of them are told to do. */
const SPREAD_MS = 5000;

/** The visitor's side of the conversations: what was said, what waits to be sent, who is there. */
export class Chat {
  readonly store: Store<View>;
  readonly #link: Link;
  readonly #memory: Memory;
  readonly #session: Session;
  readonly #wire: Wire;
  readonly #timeline = new Timeline();
  readonly #outbox: Outbox;
  readonly #tabs: BroadcastChannel | null;
  #files: Files | undefined;
  #coming: Promise<Files> | undefined;
  #answers: Record<string, unknown> | null;
  #typingUntil = 0;
  #hasTold = false;
  /** How many visitors there have been: a reset makes another one. */
  #visitor = 1;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #look: ReturnType<typeof setTimeout> | undefined;
  #attributes: Record<string, unknown> = {};
  /** Where the host page is, as far as the visitor wants that to be known. */
  #page: Page | null;
  /** Up to which event the list counts what is unread. */
  #listedAt = 0;

  constructor(socketPath: string, link: Link, memory: Memory) {
    this.#link = link;
    this.#memory = memory;
    this.#tabs = channel(memory.prefix);
    this.#session = new Session(link, memory);
    this.#wire = new Wire(socketPath, async () => (await this.#enter()).token);
    this.#outbox = new Outbox(memory, {
      deliver: (waiting) => this.#deliver(waiting),
      isReady: ({ clientMessageId }) => this.#filesOf(clientMessageId).every((it) => it.attachment),
      changed: () => this.#show(),
    });
    this.#answers = memory.read('answers');
    const { isOpen, isMobile, isDark, isEmbedded, page } = link.hello;
    this.#page = page;
    this.store = new Store<View>({
      state: 'loading', isOnline: false, isOpen, isMobile, isDark, isEmbedded, isRtl: false,
      isMuted: memory.read('muted') ?? false,
      settings: null, uploads: null, isAnswered: true, opensAt: null, isPresent: false, isIdentified: false,
      hasIntroduced: this.#answers !== null, isLoaded: false,
      conversations: [], current: null, isList: false, messages: [], waiting: this.#outbox.all(), hasOlder: false,
      files: memory.read('files') ?? [],
      typist: null, draft: memory.read('draft') ?? '', lang: 'en',
    });
    link.listen((said) => this.#hear(said));
    for (const order of link.hello.queue) this.#obey(order);
    this.#listen();
    void this.#begin();
  }

  /** Sends a text, and files with it: it is shown at once, and waits for as long as it takes. */
  send(text: string, enclosed: Enclosed[] = []): void {
    const { current, files } = this.store.get();
    const content = text.trim();
    if (!content && enclosed.length === 0) return;
    this.#memory.allow();
    const clientMessageId = crypto.randomUUID();
    this.#keep(files.map((it) => (enclosed.includes(it) ? { ...it, of: clientMessageId } : it)));
    this.#outbox.add({ clientMessageId, conversationId: current, content, at: Date.now() });
    this.draft('');
    void this.#outbox.flush();
  }

  /** What handles files; it comes when it is needed first. */
  files(): Promise<Files> {
    this.#coming ??= import('./files').then(({ Files }) => {
      return (this.#files = new Files(this, this.#session, (files) => this.#enclosed(files)));
    });
    this.#coming.catch(() => (this.#coming = undefined));
    return this.#coming;
  }

  /** Takes files into the message that is being written. */
  async attach(files: File[]): Promise<void> {
    try {
      (await this.files()).add(files);
    } catch {
      setTimeout(() => void this.attach(files), later());
    }
  }

  retry(id: string): void {
    this.#files?.renew(id);
    this.#outbox.again(id);
    void this.#outbox.flush();
  }

  discard(id: string): void {
    this.#outbox.drop(id);
  }

  draft(text: string): void {
    this.#memory.write('draft', text);
    this.store.set({ draft: text });
    const { current } = this.store.get();
    if (!text || !current || Date.now() < this.#typingUntil) return;
    this.#typingUntil = Date.now() + 4000;
    void this.#wire.ask('typing', { conversationId: current, isTyping: true }).catch(() => {});
  }

  /** What the visitor has told before the first message. */
  introduce(answers: Record<string, unknown>): void {
    this.#answers = answers;
    this.#memory.write('answers', answers);
    this.store.set({ hasIntroduced: true });
    this.#link.emit('prechat:submitted', answers);
  }

  async older(): Promise<void> {
    const { current } = this.store.get();
    if (!current) return;
    await this.#load(current, this.#timeline.cursor(current));
  }

  /** Asks once more for all that is shown, whose links to files run out. */
  async refresh(): Promise<void> {
    const { current, messages } = this.store.get();
    const oldest = messages[0]?.position ?? 0;
    if (!current || !messages.some((it) => it.attachments.length > 0)) return;
    for (let cursor: string | null = null; ; ) {
      const { items, nextCursor }: History = await this.#load(current, cursor);
      if (!nextCursor || items.some(({ position }) => position <= oldest)) return;
      cursor = nextCursor;
    }
  }

  /** Shows a conversation, or an empty one that begins with the next message. */
  async show(id: string | null): Promise<void> {
    this.store.set({ current: id, isList: false, typist: null });
    this.#show();
    // Without a connection it is loaded as soon as there is one.
    await this.#complete().catch(() => {});
  }

  list(): void {
    this.store.set({ isList: true });
  }

  mute(isMuted: boolean): void {
    this.#memory.write('muted', isMuted);
    this.store.set({ isMuted });
  }

  close(): void {
    this.#link.tell({ t: 'close' });
  }

  async #begin(): Promise<void> {
    try {
      await this.#enter();
      this.store.set({ state: 'ready' });
      this.#wire.socket.connect();
    } catch (error) {
      if (error instanceof Refused) return this.#leave();
      // Somewhere between here and the server something is down: ask again in a while.
      setTimeout(() => void this.#begin(), later());
    }
  }

  async #enter(): Promise<{ token: string }> {
    try {
      const session = await this.#session.fresh();
      await speak(session.lang);
      const { settings, uploads = null, isOpen, opensAt, isRtl, isIdentified, lang } = session;
      // What is known is somebody else's.
      if (isIdentified !== this.store.get().isIdentified) this.#timeline.last = null;
      this.store.set({ settings, uploads, isAnswered: isOpen, opensAt, isRtl, isIdentified, lang });
      return session;
    } catch (error) {
      if (error instanceof Refused) this.#leave();
      throw error;
    }
  }

  /** The widget may not be shown here any more. */
  #leave(): void {
    this.#wire.socket.disconnect();
    this.store.set({ state: 'gone', isOnline: false });
  }

  #listen(): void {
    const { socket } = this.#wire;
    socket.on('connected', (it) => {
      this.store.set({ isOnline: true, isPresent: it.isPresent, conversations: it.conversations });
      this.#link.emit('availability', it.isPresent);
      this.#listedAt = it.seq;
      this.#opened();
      this.#count();
      if (this.#page) this.#tellPage(this.#page);
      void this.#catchUp(it.seq);
    });
    socket.on('disconnect', (reason) => {
      this.store.set({ isOnline: false, typist: null });
      // The server has ended it on purpose: the token may be old, or the page may not be allowed any more.
      if (reason !== 'io server disconnect') return;
      this.#session.stale();
      setTimeout(() => this.store.get().state !== 'gone' && socket.connect(), later());
    });
    socket.on('connect_error', () => {
      this.#session.stale();
      // A refusal of the server's ends the client's own trying.
      if (!socket.active && this.store.get().state !== 'gone') setTimeout(() => socket.connect(), later());
    });
    for (const type of ['message', 'messageEdited', 'messageDeleted', 'messageStatus', 'conversation'] as const) {
      socket.on(type, ({ seq, previousSeq, ...data }: { seq: number; previousSeq: number }) =>
        this.#happened({ type, seq, previousSeq, data } as Happened),
      );
    }
    socket.on('typing', ({ conversationId, name, isTyping }) => {
      if (conversationId !== this.store.get().current) return;
      clearTimeout(this.#quiet);
      this.store.set({ typist: isTyping ? (name ?? '') : null });
      this.#quiet = setTimeout(() => this.store.set({ typist: null }), 6000);
    });
    socket.on('presence', ({ isPresent }) => {
      this.store.set({ isPresent });
      this.#link.emit('availability', isPresent);
    });
    socket.on('settings', () => this.#lookAgain());
    socket.on('resync', ({ seq }) => {
      this.#timeline.last = null;
      void this.#catchUp(seq);
    });
    addEventListener('pagehide', () => socket.disconnect());
    addEventListener('pageshow', (event) => event.persisted && socket.connect());
    addEventListener('online', () => socket.active && socket.disconnect().connect());
    document.addEventListener('visibilitychange', () => this.#seen());
    this.#tabs?.addEventListener('message', ({ data }) => this.#heardOf(data));
  }

  /** Asks how the widget is now, but not at the moment at which all of its frames are told that it is another. */
  #lookAgain(): void {
    this.#look ??= setTimeout(() => {
      this.#look = undefined;
      this.#session.stale();
      this.#enter().catch((error) => error instanceof Refused || this.#lookAgain());
    }, Math.random() * SPREAD_MS);
  }

  /** Tells once each time that the visitor opens the chat. */
  #opened(): void {
    const { isOpen, isOnline } = this.store.get();
    if (!isOpen) this.#hasTold = false;
    if (!isOpen || !isOnline || this.#hasTold) return;
    this.#hasTold = true;
    void this.#wire.ask('opened', {}).catch(() => {});
  }

  /** Reads what was missed, in order, then sends what waits. */
  async #catchUp(head: number): Promise<void> {
    const last = this.#timeline.last;
    try {
      if (last === null) {
        this.#timeline.last = head;
        await this.#reload();
      } else {
        for (let more = true; more; ) {
          const page = await this.#wire.ask('sync', { after: this.#timeline.last });
          if (page.resync) {
            await this.#reload();
            this.#timeline.last = page.head;
            break;
          }
          for (const event of page.events) this.#apply(event);
          this.#timeline.last = Math.max(this.#timeline.last ?? 0, page.more ? (page.events.at(-1)?.seq ?? page.head) : page.head);
          more = page.more;
        }
        await this.#complete();
      }
      this.store.set({ isLoaded: true });
      // Whoever loses the connection can still choose files then.
      const { uploads, files } = this.store.get();
      if (uploads || files.length > 0) void this.files().catch(() => {});
      this.#show();
      await this.#outbox.flush();
    } catch (error) {
      if (last === null) this.#timeline.last = null;
      if (error instanceof Failure && this.#wire.socket.connected) setTimeout(() => void this.#catchUp(head), later());
    }
  }

  async #reload(): Promise<void> {
    this.#timeline.clear();
    const { conversations, current } = this.store.get();
    const shown = conversations.find((it) => it.id === current) ?? conversations.find((it) => it.status !== 'archived');
    this.store.set({ current: shown?.id ?? null, isList: false, typist: null });
    this.#show();
    await this.#complete();
  }

  /** Loads what was said in the conversation that is shown, unless it is here. */
  async #complete(): Promise<void> {
    const { current } = this.store.get();
    if (current && !this.#timeline.isLoaded(current)) await this.#load(current, null);
    this.#seen();
  }

  async #load(id: string, cursor: string | null): Promise<History> {
    const history = await this.#wire.ask('history', { conversationId: id, cursor });
    this.#timeline.add(id, history.items, history.nextCursor);
    this.#show();
    return history;
  }

  #happened(event: Happened): void {
    // Something before it is missing: read from where we are.
    if (!this.#timeline.follows(event)) return void this.#catchUp(event.seq);
    this.#apply(event);
    this.#timeline.last = Math.max(this.#timeline.last ?? 0, event.seq);
    this.#show();
  }

  #apply(event: Happened): void {
    if (!this.#timeline.take(event)) return;
    if (event.type === 'conversation') return this.#know(event.data);
    if (event.type === 'message') return this.#arrived(event.data, event.seq > this.#listedAt);
    this.#reworded(event.data.conversationId);
  }

  /** The list shows what was said last as it reads now. */
  #reworded(id: string): void {
    const known = this.store.get().conversations.find((it) => it.id === id);
    const last = this.#timeline.messages(id).at(-1);
    if (known && last) this.#know({ ...known, lastMessage: last.content });
  }

  #arrived(message: Message, isNew: boolean): void {
    this.#outbox.drop(message.clientMessageId ?? '');
    const isOwn = message.senderType === 'customer';
    const { conversations, current, isMuted, settings } = this.store.get();
    const known = conversations.find((it) => it.id === message.conversationId);
    if (known) {
      const unreadCount = known.unreadCount + (isOwn || !isNew ? 0 : 1);
      this.#know({ ...known, unreadCount, lastMessage: message.content, lastMessageAt: message.createdAt });
    }
    if (current === null && !isOwn) this.store.set({ current: message.conversationId });
    if (isOwn) return;
    this.#link.emit('message:received', { id: message.id, conversationId: message.conversationId });
    const isSeen = this.#seen();
    if (!isSeen && isNew && !isMuted && settings?.hasSound && isAudible()) void onlyHere(`chat:${message.id}`, ping);
    if (this.store.get().current === message.conversationId) this.store.set({ typist: null });
  }

  #know(change: ConversationChange): void {
    const { conversations } = this.store.get();
    const before = conversations.find((it) => it.id === change.id);
    const others = conversations.filter((it) => it.id !== change.id);
    const conversation = { unreadCount: 0, lastMessage: null, ...before, ...change };
    const at = (it: Conversation): string => it.lastMessageAt ?? '';
    this.store.set({ conversations: [conversation, ...others].sort((one, other) => at(other).localeCompare(at(one))) });
    if (!before) this.#link.emit('conversation:started', { id: conversation.id });
    if (before && before.status !== conversation.status && conversation.status !== 'active')
      this.#link.emit('conversation:closed', { id: conversation.id });
    this.#count();
  }

  /** Tells the team that the visitor has read what is shown; whether that is so. */
  #seen(): boolean {
    const { current, isOpen, conversations, isList } = this.store.get();
    const isSeen = isOpen && !isList && document.visibilityState === 'visible';
    const shown = conversations.find((it) => it.id === current);
    if (!isSeen || !shown) return isSeen;
    if (shown.unreadCount > 0) {
      this.#know({ ...shown, unreadCount: 0 });
      this.#tabs?.postMessage(shown.id);
      void this.#wire.ask('markRead', { conversationId: shown.id }).catch(() => {});
    }
    return true;
  }

  #count(): void {
    const count = this.store.get().conversations.reduce((sum, it) => sum + it.unreadCount, 0);
    this.#link.tell({ t: 'unread', count });
  }

  /** Another tab of the same website: the visitor has read a conversation there, or was forgotten. */
  #heardOf(seen: string | null): void {
    if (seen === null) return this.#reset();
    const known = this.store.get().conversations.find((it) => it.id === seen);
    if (known) this.#know({ ...known, unreadCount: 0 });
  }

  async #deliver(waiting: Waiting): Promise<void> {
    const known = waiting.conversationId ?? this.store.get().current;
    const attachmentIds = this.#filesOf(waiting.clientMessageId).map((it) => it.attachment?.id);
    const visitor = this.#visitor;
    const sent = await this.#wire.ask('sendMessage', {
      conversationId: known,
      content: waiting.content,
      clientMessageId: waiting.clientMessageId,
      answers: known ? null : this.#answers,
      attributes: this.#attributes,
      ...(attachmentIds.length > 0 && { attachmentIds }),
    });
    if (visitor !== this.#visitor) return;
    if (sent.visitor) this.#memory.write('visitor', sent.visitor);
    const isFirst = this.store.get().current === null;
    this.#know({ ...sent.conversation, unreadCount: 0 });
    this.#timeline.put(sent.message);
    if (isFirst) {
      this.#timeline.begin(sent.conversation.id);
      this.store.set({ current: sent.conversation.id });
    }
    this.#link.emit('message:sent', { id: sent.message.id, conversationId: sent.conversation.id });
  }

  #filesOf(id: string): Enclosed[] {
    return this.store.get().files.filter((it) => it.of === id);
  }

  #keep(files: Enclosed[]): void {
    this.#memory.write('files', files);
    this.store.set({ files });
  }

  /** Something became of the files: what waited for them may be sent, and what has nothing left in it goes. */
  #enclosed(files: Enclosed[]): void {
    this.#keep(files);
    for (const { clientMessageId, content } of this.#outbox.all())
      if (!content && this.#filesOf(clientMessageId).length === 0) this.#outbox.drop(clientMessageId);
    void this.#outbox.flush();
  }

  #show(): void {
    const { current, files } = this.store.get();
    const all = this.#outbox.all();
    // Those of a message that has gone have gone with it.
    const kept = files.filter(({ of }) => !of || all.some((it) => it.clientMessageId === of));
    if (kept.length < files.length) this.#keep(kept);
    this.store.set({
      messages: current ? this.#timeline.messages(current) : [],
      hasOlder: current !== null && this.#timeline.cursor(current) !== null,
      waiting: all.filter((it) => it.conversationId === current || it.conversationId === null),
    });
  }

  #hear(said: ToFrame): void {
    switch (said.t) {
      case 'shown':
        this.store.set({ isOpen: said.isOpen, isMobile: said.isMobile });
        this.#opened();
        return void this.#seen();
      case 'dark':
        return this.store.set({ isDark: said.isDark });
      case 'boot':
        return this.#session.booted(said.boot);
      case 'identity':
        if (!this.#session.vouch(said.jwt) && said.jwt) this.#identify(said.jwt);
        return;
      case 'page':
        return this.#tellPage(said.page);
      case 'order':
        return this.#obey(said.order);
    }
  }

  #obey(order: Order): void {
    switch (order[0]) {
      case 'identify':
        this.#attributes = { ...this.#attributes, ...order[1] };
        // Who that is may have written elsewhere.
        this.#timeline.last = null;
        return this.#identify(order[2]);
      case 'attributes':
      case 'conversationAttributes':
        this.#attributes = { ...this.#attributes, ...order[1] };
        return;
      case 'prefill':
        return this.draft(order[1]);
      case 'send':
        return this.send(order[1]);
      case 'locale':
        this.#memory.write('lang', order[1]);
        this.#session.turn();
        return void this.#enter().catch(() => {});
      case 'reset':
        this.#tabs?.postMessage(null);
        return this.#reset();
      case 'consent':
        if (!order[1]) this.#tellPage(null);
        return;
    }
  }

  /** Forgets the visitor, who is a new one from now on. */
  #reset(): void {
    this.#visitor += 1;
    this.#memory.forget();
    this.#outbox.clear();
    this.#timeline.clear();
    this.#timeline.last = null;
    this.#answers = null;
    this.#page = null;
    this.#attributes = {};
    this.store.set({ conversations: [], current: null, draft: '', files: [], hasIntroduced: false, isIdentified: false });
    this.#show();
    this.#count();
    this.#identify(null);
  }

  #identify(jwt: string | null): void {
    this.#session.identify(jwt);
    if (this.#wire.socket.active) this.#wire.socket.disconnect().connect();
  }

  #tellPage(page: Page | null): void {
    this.#page = page;
    if (!this.#wire.socket.connected) return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const told = page && { ...page, language: navigator.language, timeZone };
    void this.#wire.ask('page', { page: told }).catch(() => {});
  }
}
