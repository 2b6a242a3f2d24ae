import { backoff } from './env.js';
import { ChatError } from './error.js';
import { type Readable, Store } from './store.js';
import type { Draft } from './types.js';

/** A message that waits to be sent. It is plain data, so that every storage can keep it. */
export interface OutboxEntry {
  readonly clientMessageId: string;
  /** Whose it is: it is sent by nobody else. Null until it is known who is signed in. */
  readonly agentId: string | null;
  readonly conversationId: string;
  readonly draft: Draft;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  /** Why it will not be sent without somebody's doing. */
  readonly problem?: { readonly code: string; readonly message: string };
}

/** Where messages wait over reloads. */
export interface OutboxStorage {
  all(): Promise<readonly OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  delete(clientMessageId: string): Promise<void>;
}

/** Keeps what waits for as long as the program runs. */
export function memoryStorage(): OutboxStorage {
  const entries = new Map<string, OutboxEntry>();
  return {
    all: () => Promise.resolve([...entries.values()]),
    put: (entry) => Promise.resolve(void entries.set(entry.clientMessageId, entry)),
    delete: (id) => Promise.resolve(void entries.delete(id)),
  };
}

/** What the outbox needs of whoever has one. */
export interface Post {
  /** Sends one; throws a {@link ChatError} when it could not. */
  deliver(entry: OutboxEntry): Promise<void>;
  isOnline(): boolean;
  /** Something about what waits in a conversation is different. */
  changed(conversationId: string): void;
  failed(problem: unknown): void;
}

/**
 * What waits to be sent, until the server has it: in order within a conversation, one at a time. The server knows a message by its
 * `clientMessageId`, so what is sent twice because an answer was lost is there once.
 */
export class Outbox {
  readonly #storage: OutboxStorage;
  readonly #post: Post;
  readonly #entries = new Map<string, OutboxEntry>();
  readonly #errors = new Map<string, ChatError>();
  readonly #busy = new Set<string>();
  readonly #later = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #attempts = new Map<string, number>();
  readonly #waiting = new Store(0);
  #agentId: string | null = null;
  #loaded: Promise<void> | undefined;
  #isClosed = false;

  constructor(storage: OutboxStorage, post: Post) {
    this.#storage = storage;
    this.#post = post;
  }

  /** What waits in a conversation, in order. */
  of(conversationId: string): OutboxEntry[] {
    const mine = (it: OutboxEntry): boolean => it.conversationId === conversationId && this.#isMine(it);
    return [...this.#entries.values()].filter(mine).sort((one, other) => one.at - other.at);
  }

  /** How many wait, those that were refused among them. */
  get waiting(): Readable<number> {
    return this.#waiting;
  }

  isSending(entry: OutboxEntry): boolean {
    return this.#busy.has(entry.conversationId) && this.#next(entry.conversationId)?.clientMessageId === entry.clientMessageId;
  }

  errorOf(entry: OutboxEntry): ChatError | null {
    if (!entry.problem) return null;
    const { code, message } = entry.problem;
    return this.#errors.get(entry.clientMessageId) ?? new ChatError(code, message, { retryable: false });
  }

  /** Takes up what an earlier run has left. */
  load(): Promise<void> {
    this.#loaded ??= (async () => {
      try {
        for (const entry of await this.#storage.all()) {
          if (!this.#entries.has(entry.clientMessageId)) this.#entries.set(entry.clientMessageId, entry);
        }
      } catch (problem) {
        this.#post.failed(problem);
      }
      this.#changed();
    })();
    return this.#loaded;
  }

  /** It is known who is signed in: what others have left stays where it is. */
  async begin(agentId: string): Promise<void> {
    await this.load();
    this.#agentId = agentId;
    for (const entry of [...this.#entries.values()]) {
      if (entry.agentId === null) this.#keep({ ...entry, agentId });
    }
    this.#changed();
  }

  add(entry: Omit<OutboxEntry, 'agentId' | 'at'>): void {
    const last = Math.max(0, ...this.of(entry.conversationId).map((it) => it.at));
    this.#keep({ ...entry, agentId: this.#agentId, at: Math.max(Date.now(), last + 1) });
    this.#post.changed(entry.conversationId);
    this.flush();
  }

  /** Sends again what was refused; `change` may make it another draft. */
  again(clientMessageId: string, change: Partial<Draft> = {}): void {
    const entry = this.#entries.get(clientMessageId);
    if (!entry) return;
    const { problem: _, ...rest } = entry;
    this.#errors.delete(clientMessageId);
    this.#keep({ ...rest, draft: { ...entry.draft, ...change } });
    this.#post.changed(entry.conversationId);
    this.flush();
  }

  /** Says something of a message otherwise, while it is on its way. */
  amend(clientMessageId: string, change: Partial<Draft>): void {
    const entry = this.#entries.get(clientMessageId);
    if (entry) this.#keep({ ...entry, draft: { ...entry.draft, ...change } });
  }

  /** Forgets one that was not sent yet; false when it is on its way or gone already. */
  drop(clientMessageId: string): boolean {
    const entry = this.#entries.get(clientMessageId);
    if (!entry || this.isSending(entry)) return false;
    this.#remove(entry);
    return true;
  }

  /** Sends what can be sent. */
  flush(): void {
    if (this.#isClosed || !this.#post.isOnline()) return;
    for (const id of this.#conversations()) {
      if (!this.#busy.has(id) && !this.#later.has(id) && this.#next(id)) void this.#run(id);
    }
  }

  /** The connection is there again: nobody has to wait any longer. */
  hurry(): void {
    for (const timer of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
    this.#attempts.clear();
    this.flush();
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#later.values()) clearTimeout(timer);
  }

  async #run(conversationId: string): Promise<void> {
    let entry: OutboxEntry | undefined;
    this.#busy.add(conversationId);
    try {
      while (!this.#isClosed && this.#post.isOnline() && (entry = this.#next(conversationId))) {
        this.#post.changed(conversationId);
        await this.#post.deliver(entry);
        this.#attempts.delete(conversationId);
        this.#remove(entry);
      }
    } catch (thrown) {
      if (entry) this.#failed(entry, ChatError.of(thrown));
    } finally {
      this.#busy.delete(conversationId);
      this.#post.changed(conversationId);
    }
    this.flush();
  }

  #failed(entry: OutboxEntry, error: ChatError): void {
    const { conversationId } = entry;
    if (!error.retryable) {
      this.#errors.set(entry.clientMessageId, error);
      this.#keep({ ...(this.#entries.get(entry.clientMessageId) ?? entry), problem: { code: error.code, message: error.message } });
      return;
    }
    const attempt = this.#attempts.get(conversationId) ?? 0;
    this.#attempts.set(conversationId, attempt + 1);
    const again = (): void => {
      this.#later.delete(conversationId);
      this.flush();
    };
    this.#later.set(conversationId, setTimeout(again, error.retryAfterMs ?? backoff(attempt)));
  }

  #changed(): void {
    this.#count();
    for (const id of this.#conversations()) this.#post.changed(id);
  }

  #count(): void {
    this.#waiting.set([...this.#entries.values()].filter((it) => this.#isMine(it)).length);
  }

  #conversations(): Set<string> {
    return new Set([...this.#entries.values()].filter((it) => this.#isMine(it)).map((it) => it.conversationId));
  }

  #next(conversationId: string): OutboxEntry | undefined {
    return this.of(conversationId).find((it) => !it.problem);
  }

  #isMine(entry: OutboxEntry): boolean {
    return entry.agentId === null || entry.agentId === this.#agentId;
  }

  #keep(entry: OutboxEntry): void {
    this.#entries.set(entry.clientMessageId, entry);
    this.#count();
    this.#storage.put(entry).catch((problem: unknown) => this.#post.failed(problem));
  }

  #remove(entry: OutboxEntry): void {
    this.#entries.delete(entry.clientMessageId);
    this.#errors.delete(entry.clientMessageId);
    this.#count();
    this.#storage.delete(entry.clientMessageId).catch((problem: unknown) => this.#post.failed(problem));
    this.#post.changed(entry.conversationId);
  }
}
