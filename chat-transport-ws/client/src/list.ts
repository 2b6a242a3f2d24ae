import type { ChatClient } from './client.js';
import { ChatError } from './error.js';
import { type Condition, conditionOf, meets } from './filter.js';
import type { Room } from './rooms.js';
import { type Readable, Store, type Unsubscribe } from './store.js';
import type { Conversation, ConversationQuery, Loading } from './types.js';

export interface ListState extends Loading {
  readonly items: readonly Conversation[];
}

/** How many conversations a page has. */
const PAGE = 50;
/** The most that are loaded again at once. */
const RELOAD_MAX = 200;
/** How long to wait before the server is asked what only it can tell, so that many events make one question. */
const ASK_MS = 500;

const EMPTY: ListState = { items: [], isLoaded: false, isLoading: false, hasMore: false, error: null };

/**
 * Conversations that fit a query, live for as long as somebody subscribes: those that come to fit appear in their place, those that do
 * not any more go away. What only the server can tell (texts, saved views, attributes) it is asked for soon after something happened.
 */
export class ConversationList implements Readable<ListState> {
  readonly query: ConversationQuery;
  readonly #chat: ChatClient;
  readonly #condition: Condition;
  readonly #store: Store<ListState>;
  #cursor: string | null = null;
  #room: Room | undefined;
  #load: Promise<void> | undefined;
  /** What happened while a page was on its way. */
  readonly #meanwhile = new Map<string, Conversation>();
  #asking: ReturnType<typeof setTimeout> | undefined;

  /** @internal */
  constructor(chat: ChatClient, query: ConversationQuery) {
    this.#chat = chat;
    this.query = query;
    this.#condition = conditionOf(query);
    this.#store = new Store(EMPTY, { begin: () => this.#begin() });
    this.get = this.get.bind(this);
    this.subscribe = this.subscribe.bind(this);
  }

  get(): ListState {
    return this.#store.get();
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  get isOpen(): boolean {
    return this.#room !== undefined;
  }

  has(id: string): boolean {
    return this.get().items.some((item) => item.id === id);
  }

  /** Loads the next page. */
  async loadMore(): Promise<void> {
    if (this.#load) return this.#load;
    if (!this.get().isLoaded) return this.reload();
    const cursor = this.#cursor;
    if (cursor === null) return;
    return this.#loads(async () => {
      const page = await this.#page(this.query.limit ?? PAGE, cursor);
      this.#cursor = page.nextCursor;
      this.#fill([...this.get().items, ...page.items]);
    });
  }

  /** Loads anew what is there. */
  reload(): Promise<void> {
    clearTimeout(this.#asking);
    this.#asking = undefined;
    return this.#loads(async () => {
      const wanted = Math.min(Math.max(this.query.limit ?? PAGE, this.get().items.length), RELOAD_MAX);
      const page = await this.#page(wanted, undefined);
      this.#cursor = page.nextCursor;
      this.#fill(page.items);
    });
  }

  /** @internal A conversation is another than before; news may have changed what only the server can tell. */
  consider(conversation: Conversation, { isNews }: { isNews: boolean }): void {
    if (this.#load) this.#meanwhile.set(conversation.id, conversation);
    const { items, isLoaded } = this.get();
    if (!isLoaded) return;
    const index = items.findIndex((item) => item.id === conversation.id);
    const verdict = meets(this.#condition, conversation, { agentId: this.#chat.connection.get().agent?.id ?? null, now: Date.now() });
    if (verdict === undefined && isNews) this.#ask();
    const isIn = verdict ?? index >= 0;
    if (!isIn && index < 0) return;
    const others = index < 0 ? items : items.toSpliced(index, 1);
    if (!isIn) return this.#store.patch({ items: others });
    const place = this.#placeOf(conversation, others);
    // What lies beyond the last page that was loaded comes with the next one.
    const isBeyond = place === others.length && this.#cursor !== null && index < 0;
    if (isBeyond || (place < 0 && index < 0)) return;
    this.#store.patch({ items: place < 0 ? others : others.toSpliced(place, 0, conversation) });
    // Events do not tell whom it is with.
    if (isNews && conversation.customer === undefined && conversation.customerId !== null) this.#ask();
  }

  /** @internal Something happened to a conversation that is not known here. */
  wonder(): void {
    if (this.isOpen) this.#ask();
  }

  /** @internal */
  close(): void {
    clearTimeout(this.#asking);
  }

  #begin(): Unsubscribe {
    const end = this.#chat.attend(this);
    const room = this.#chat.hold('inbox');
    this.#room = room;
    const load = (): void => void this.reload().catch(() => {});
    if (this.#chat.connection.get().status !== 'online') load();
    room.joined.then(load, load);
    return () => {
      end();
      room.release();
      this.#room = undefined;
      this.close();
    };
  }

  #page(limit: number, cursor: string | undefined) {
    return this.#chat.api.get('/api/v1/conversations', { query: { ...this.query, limit, cursor } });
  }

  #loads(work: () => Promise<void>): Promise<void> {
    this.#load ??= (async () => {
      this.#store.patch({ isLoading: true, error: null });
      try {
        await work();
      } catch (thrown) {
        const error = ChatError.of(thrown);
        this.#store.patch({ isLoading: false, error });
        throw error;
      } finally {
        this.#load = undefined;
        const meanwhile = [...this.#meanwhile.values()];
        this.#meanwhile.clear();
        for (const conversation of meanwhile) this.consider(conversation, { isNews: false });
      }
    })();
    return this.#load;
  }

  #fill(told: readonly Conversation[]): void {
    const items = [...new Map(told.map((item) => [item.id, this.#chat.take(item, this)])).values()];
    this.#store.set({ items, isLoaded: true, isLoading: false, hasMore: this.#cursor !== null, error: null });
  }

  #ask(): void {
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined;
      void this.reload().catch(() => {});
    }, ASK_MS);
  }

  /** Where it belongs; -1 when it does not belong here at all. */
  #placeOf(conversation: Conversation, others: readonly Conversation[]): number {
    const isWaiting = this.query.order === 'waiting';
    if (isWaiting && conversation.waitingSince === null) return -1;
    const isBefore = (one: Conversation, other: Conversation): boolean => {
      const [a, b] = isWaiting
        ? [one.waitingSince ?? '', other.waitingSince ?? '']
        : [other.lastMessageAt ?? other.createdAt, one.lastMessageAt ?? one.createdAt];
      if (a !== b) return a < b;
      return isWaiting ? one.id < other.id : one.id > other.id;
    };
    let [low, high] = [0, others.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(conversation, others[middle] as Conversation)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
