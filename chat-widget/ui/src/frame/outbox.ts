import type { Memory } from './memory';
import { later } from './timeline';
import { Failure } from './wire';

/** A message that waits to be sent. */
export interface Waiting {
  clientMessageId: string;
  conversationId: string | null;
  content: string;
  at: number;
  /** Why it will not be sent without somebody's doing. */
  problem?: string;
}

/** What the outbox needs of whoever has one. */
export interface Post {
  deliver(waiting: Waiting): Promise<void>;
  /** Whether all that belongs to a message is there. Those behind it do not wait for that. */
  isReady?(waiting: Waiting): boolean;
  changed?(): void;
}

/** What waits to be sent: in order, over reloads where something is remembered, until the server has it. */
export class Outbox {
  readonly #memory: Memory;
  readonly #post: Post;
  #waiting: Waiting[];
  #isBusy = false;

  constructor(memory: Memory, post: Post) {
    this.#memory = memory;
    this.#post = post;
    this.#waiting = memory.read('outbox') ?? [];
  }

  all(): Waiting[] {
    return this.#waiting;
  }

  add(waiting: Waiting): void {
    this.#keep([...this.#waiting, waiting]);
  }

  drop(id: string): void {
    this.#keep(this.#waiting.filter((it) => it.clientMessageId !== id));
  }

  again(id: string): void {
    this.#keep(this.#waiting.map(({ problem, ...it }) => (it.clientMessageId === id || !problem ? it : { ...it, problem })));
  }

  clear(): void {
    this.#keep([]);
  }

  /** Sends one after the other. What cannot be sent now is tried again; what cannot be sent at all says so. */
  async flush(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    let next: Waiting | undefined;
    try {
      while ((next = this.#next())) {
        await this.#post.deliver(next);
        this.drop(next.clientMessageId);
      }
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure('timeout', '');
      if (!failure.isForNow)
        this.#keep(this.#waiting.map((it) => (it.clientMessageId === next?.clientMessageId ? { ...it, problem: failure.message } : it)));
      setTimeout(() => void this.flush(), failure.retryAfterMs ?? later());
    } finally {
      this.#isBusy = false;
    }
  }

  #next(): Waiting | undefined {
    return this.#waiting.find((it) => !it.problem && (this.#post.isReady?.(it) ?? true));
  }

  #keep(waiting: Waiting[]): void {
    this.#waiting = waiting;
    this.#memory.write('outbox', waiting);
    this.#post.changed?.();
  }
}
