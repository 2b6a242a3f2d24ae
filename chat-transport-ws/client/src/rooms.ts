import type { Connection } from './connection.js';
import { ChatError } from './error.js';

/** A room on the wire. */
export type RoomName = 'inbox' | 'whatsapp:general' | `whatsapp:customer:${string}` | `conversation:${string}`;

/** Being in a room, until it is released. */
export interface Room {
  readonly name: RoomName;
  /** Resolves when the server has let us in, at once or as soon as there is a connection; rejects when it does not. */
  readonly joined: Promise<void>;
  release(): void;
  [Symbol.dispose](): void;
}

interface Held {
  count: number;
  isIn: boolean;
  joined: Promise<void>;
  settle: { resolve(): void; reject(error: ChatError): void };
  timer?: ReturnType<typeof setTimeout>;
}

/** How long nobody has to want a room before it is left: whoever comes back at once finds it joined. */
export const GRACE_MS = 1000;

/** Which rooms are wanted by how many. They are joined again whenever the connection comes back. */
export class Rooms {
  readonly #connection: Connection;
  readonly #held = new Map<RoomName, Held>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The rooms that are wanted. */
  names(): RoomName[] {
    return [...this.#held.keys()];
  }

  isIn(name: RoomName): boolean {
    return this.#held.get(name)?.isIn ?? false;
  }

  hold(name: RoomName): Room {
    let held = this.#held.get(name);
    if (!held) {
      held = { count: 0, isIn: false, ...promise() };
      this.#held.set(name, held);
      if (this.#connection.isOnline) void this.#join(name, held);
    }
    clearTimeout(held.timer);
    held.count += 1;
    const mine = held;
    let isReleased = false;
    const release = (): void => {
      if (isReleased) return;
      isReleased = true;
      this.#release(name, mine);
    };
    return { name, joined: held.joined, release, [Symbol.dispose]: release };
  }

  /** Joins all that are wanted, on a connection that has just come. What is refused for good is said to whoever waits. */
  async rejoin(): Promise<void> {
    const all = [...this.#held];
    for (const [, held] of all) held.isIn = false;
    await Promise.all(all.map(([name, held]) => this.#join(name, held)));
  }

  /** Joins what was wanted while the others were joined. */
  async catchUp(): Promise<void> {
    await Promise.all([...this.#held].filter(([, held]) => !held.isIn).map(([name, held]) => this.#join(name, held)));
  }

  /** Nobody is in any room any more. */
  lost(): void {
    for (const held of this.#held.values()) held.isIn = false;
  }

  clear(): void {
    for (const held of this.#held.values()) {
      clearTimeout(held.timer);
      held.settle.reject(new ChatError('closed', 'the client was closed'));
    }
    this.#held.clear();
  }

  async #join(name: RoomName, held: Held): Promise<void> {
    for (;;) {
      try {
        await this.#command('join', name);
        if (this.#held.get(name) !== held) return;
        held.isIn = true;
        held.settle.resolve();
        return;
      } catch (thrown) {
        const error = ChatError.of(thrown);
        if (error.code === 'rate_limited') {
          await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? 1000));
          if (this.#held.get(name) === held) continue;
          return;
        }
        // It is joined when the connection is back.
        if (!error.retryable) held.settle.reject(error);
        return;
      }
    }
  }

  #release(name: RoomName, held: Held): void {
    held.count -= 1;
    if (held.count > 0) return;
    held.timer = setTimeout(() => {
      if (held.count > 0 || this.#held.get(name) !== held) return;
      this.#held.delete(name);
      // Whoever is gone is in no room any more.
      if (held.isIn) void this.#command('leave', name).catch(() => {});
    }, GRACE_MS);
    (held.timer as { unref?(): void }).unref?.();
  }

  async #command(verb: 'join' | 'leave', name: RoomName): Promise<unknown> {
    const connection = this.#connection;
    if (name === 'inbox') return connection.ask(`${verb}Inbox`);
    if (name === 'whatsapp:general') return connection.ask(`${verb}WhatsAppGeneral`);
    const id = name.slice(name.lastIndexOf(':') + 1);
    return connection.ask(name.startsWith('whatsapp:') ? `${verb}WhatsAppCustomer` : `${verb}Conversation`, id);
  }
}

function promise(): Pick<Held, 'joined' | 'settle'> {
  let resolve = (): void => {};
  let reject = (_: ChatError): void => {};
  const joined = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Nobody has to wait for it.
  joined.catch(() => {});
  return { joined, settle: { resolve, reject } };
}
