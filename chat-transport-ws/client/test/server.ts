import type { SocketFactory, SocketLike } from '../src/connection';
import type { JournalEvent } from '../src/events';

type Answer = (...request: never[]) => unknown;

/** What a test plays the server with: one socket at a time, and what it answers. */
export class FakeServer {
  /** What was asked for, in order. */
  readonly asked: [name: string, ...request: unknown[]][] = [];
  readonly answers: Record<string, Answer> = {};
  /** How a sign-in goes: nothing lets in, a code refuses. */
  admits: (token: string | null) => string | undefined = () => undefined;
  /** The journal that `sync` tells of. */
  journal: JournalEvent[] = [];
  head = 0;
  isDown = false;
  socket: FakeSocket | undefined;

  readonly factory: SocketFactory = () => (this.socket = new FakeSocket(this));

  names(): string[] {
    return this.asked.map(([name]) => name);
  }

  tell(name: string, event: unknown): void {
    this.socket?.emit(name, event);
  }

  /** The connection is lost. */
  drop(reason = 'transport close'): void {
    this.socket?.lose(reason);
  }

  answer(name: string, request: unknown[]): unknown {
    this.asked.push([name, ...request]);
    const own = this.answers[name];
    if (own) return own(...(request as never[]));
    if (name === 'sync') {
      const { after } = request[0] as { after: number };
      const events = this.journal.filter((event) => event.seq > after);
      return { ok: true, events: events.slice(0, 2), head: this.head, more: events.length > 2 };
    }
    return { ok: true, room: name };
  }
}

export class FakeSocket implements SocketLike {
  connected = false;
  auth: Record<string, unknown> | ((give: (data: object) => void) => void) = {};
  readonly #server: FakeServer;
  readonly #heard = new Map<string, ((...args: never[]) => void)[]>();
  readonly #any: ((name: string, ...args: unknown[]) => void)[] = [];
  #turn = 0;

  constructor(server: FakeServer) {
    this.#server = server;
  }

  on(name: string, heard: (...args: never[]) => void): void {
    this.#heard.set(name, [...(this.#heard.get(name) ?? []), heard]);
  }

  onAny(heard: (name: string, ...args: unknown[]) => void): void {
    this.#any.push(heard);
  }

  emit(name: string, event: unknown): void {
    for (const heard of this.#any) heard(name, event);
  }

  #reserved(name: string, ...args: unknown[]): void {
    for (const heard of this.#heard.get(name) ?? []) heard(...(args as never[]));
  }

  connect(): void {
    const turn = (this.#turn += 1);
    queueMicrotask(() => {
      if (turn !== this.#turn) return;
      if (this.#server.isDown) return this.#reserved('connect_error', new Error('websocket error'));
      const { token } = this.auth as { token?: string };
      const code = this.#server.admits(token ?? null);
      if (code) return this.#reserved('connect_error', Object.assign(new Error(code), { data: { code } }));
      this.connected = true;
      this.emit('connected', {
        socketId: 's',
        clientId: 'c',
        agent: { id: 'ann', name: 'Ann', role: 'agent' },
        seq: this.#server.head,
        present: ['ann', 'bob'],
      });
    });
  }

  disconnect(): void {
    this.#turn += 1;
    if (this.connected) this.lose('io client disconnect');
  }

  lose(reason: string): void {
    this.connected = false;
    this.#reserved('disconnect', reason);
  }

  timeout(): { emitWithAck(name: string, ...args: unknown[]): Promise<unknown> } {
    return {
      emitWithAck: async (name, ...request) => {
        const answer = await this.#server.answer(name, request);
        if (!this.connected || answer === undefined) throw new Error('operation has timed out');
        return answer;
      },
    };
  }
}
