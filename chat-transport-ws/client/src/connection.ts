import { io } from 'socket.io-client';
import { backoff, type Logger, onReturn } from './env.js';
import { ChatError } from './error.js';
import type { CommandName, Commands, ServerEventName, ServerEvents } from './events.js';
import type { Connected, Failure } from './generated/socket.js';
import { type Readable, Store } from './store.js';
import type { TokenReason, Tokens } from './token.js';

/** `offline` waits for `retryAt`; `unauthorized` waits for `connect()`, with another token. */
export type ConnectionStatus = 'idle' | 'connecting' | 'online' | 'offline' | 'unauthorized';

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** When the next attempt is made, in milliseconds since 1970. */
  readonly retryAt: number | null;
  /** How many attempts have failed in a row. */
  readonly attempt: number;
  /** Why the last one did. */
  readonly error: ChatError | null;
  /** Who is signed in; known from the first connection on. */
  readonly agent: Connected['agent'] | null;
}

/** What is used of a socket of `socket.io-client`. */
export interface SocketLike {
  readonly connected: boolean;
  auth: Record<string, unknown> | ((give: (data: object) => void) => void);
  connect(): unknown;
  disconnect(): unknown;
  on(name: string, heard: (...args: never[]) => void): unknown;
  onAny(heard: (name: string, ...args: unknown[]) => void): unknown;
  timeout(ms: number): { emitWithAck(name: string, ...args: unknown[]): Promise<unknown> };
}

export type Transport = 'websocket' | 'polling';

export interface SocketOptions {
  path: string;
  transports: Transport[];
}

/** Makes a socket that connects when it is told to and never by itself. */
export type SocketFactory = (url: string, options: SocketOptions) => SocketLike;

const socketIo: SocketFactory = (url, options) =>
  io(url, { ...options, tryAllTransports: true, autoConnect: false, reconnection: false, forceNew: true }) as SocketLike;

export interface ConnectionOptions {
  url: string;
  path: string;
  transports: Transport[];
  tokens: Tokens;
  logger: Logger;
  socket?: SocketFactory | undefined;
  /** What has to be done before the connection counts as there. */
  welcome(connected: Connected): Promise<void>;
  heard<Name extends ServerEventName>(name: Name, event: ServerEvents[Name]): void;
}

/** How long an answer may take. */
const ANSWER_MS = 10_000;
/** How long it may take to connect. */
const CONNECT_MS = 20_000;
/** How many tokens in a row may be refused. */
const REFUSALS_MAX = 2;

const IDLE: ConnectionState = { status: 'idle', retryAt: null, attempt: 0, error: null, agent: null };

/** One socket that comes back by itself for as long as it is wanted. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #state = new Store<ConnectionState>(IDLE);
  #socket: SocketLike | undefined;
  #isWanted = false;
  /** Counts attempts, so that what an earlier one brings is told apart. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopWatching: (() => void) | undefined;
  #token: string | null = null;
  #refusals = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): Readable<ConnectionState> {
    return this.#state;
  }

  get isOnline(): boolean {
    return this.#state.get().status === 'online';
  }

  /** Wants the connection; tries at once also when it waits to. */
  open(): void {
    this.#isWanted = true;
    this.#stopWatching ??= onReturn(() => this.#hurry());
    const { status } = this.#state.get();
    if (status === 'online' || status === 'connecting') return;
    this.#refusals = 0;
    void this.#attempt('connect');
  }

  /** Does not want it any more. */
  close(): void {
    this.#isWanted = false;
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#socket?.disconnect();
    this.#state.patch({ status: 'idle', retryAt: null, attempt: 0, error: null });
  }

  /** Ends it because no token is good any more. */
  refuse(error: ChatError): void {
    if (!this.#isWanted || this.#state.get().status === 'unauthorized') return;
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#socket?.disconnect();
    this.#state.patch({ status: 'unauthorized', retryAt: null, error });
  }

  /** Asks the server for something, on the connection that there is. */
  async ask<Name extends CommandName>(name: Name, ...request: Commands[Name]['request']): Promise<Commands[Name]['answer']> {
    const socket = this.#socket;
    if (!socket?.connected) throw new ChatError('offline', 'there is no connection');
    let answer: Commands[Name]['answer'] | Failure;
    try {
      answer = (await socket.timeout(ANSWER_MS).emitWithAck(name, ...request)) as typeof answer;
    } catch (cause) {
      const isGone = !socket.connected;
      throw isGone
        ? new ChatError('offline', 'the connection was lost before an answer came', { cause })
        : new ChatError('timeout', 'the server did not answer in time', { cause });
    }
    if (answer.ok === true) return answer;
    throw ChatError.ofAnswer(answer as Failure);
  }

  #hurry(): void {
    if (this.#isWanted && this.#state.get().status === 'offline') void this.#attempt('connect');
  }

  async #attempt(reason: TokenReason): Promise<void> {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    this.#state.patch({ status: 'connecting', retryAt: null });
    try {
      const refused = this.#token;
      const { tokens } = this.#options;
      const token = reason === 'connect' ? await tokens.fresh(reason) : await tokens.instead(refused, reason);
      if (turn !== this.#turn) return;
      if (token === null && reason !== 'connect') {
        return this.refuse(this.#state.get().error ?? new ChatError('unauthorized', 'the token is not valid any more'));
      }
      this.#token = token;
    } catch (thrown) {
      if (turn === this.#turn) this.#failed(ChatError.of(thrown));
      return;
    }
    const socket = (this.#socket ??= this.#make());
    socket.auth = this.#token === null ? {} : { token: this.#token };
    socket.disconnect();
    this.#timer = setTimeout(() => {
      if (turn === this.#turn) this.#failed(new ChatError('timeout', 'the server did not answer in time'));
    }, CONNECT_MS);
    socket.connect();
  }

  #make(): SocketLike {
    const { url, path, transports } = this.#options;
    const socket = (this.#options.socket ?? socketIo)(url, { path, transports });
    socket.onAny((name, event) => {
      if (name === 'connected') void this.#welcomed(event as Connected);
      this.#options.heard(name as ServerEventName, event as ServerEvents[ServerEventName]);
    });
    socket.on('connect_error', (error: Error & { data?: { code?: string; retryAfterMs?: number } }) => {
      if (this.#state.get().status === 'connecting') this.#refused(error);
    });
    socket.on('disconnect', (reason: string) => {
      this.#options.logger.debug?.('the connection ended', { reason });
      if (reason === 'io client disconnect' || !this.#isWanted) return;
      this.#failed(new ChatError('offline', `the connection ended: ${reason}`));
    });
    return socket;
  }

  async #welcomed(connected: Connected): Promise<void> {
    const turn = this.#turn;
    try {
      await this.#options.welcome(connected);
    } catch (thrown) {
      const error = ChatError.of(thrown);
      this.#options.logger.warn?.('the connection could not be taken up', { code: error.code });
      if (turn === this.#turn) this.#failed(error);
      return;
    }
    if (turn !== this.#turn) return;
    clearTimeout(this.#timer);
    this.#refusals = 0;
    this.#state.patch({ status: 'online', retryAt: null, attempt: 0, error: null, agent: connected.agent });
  }

  /** The server did not let us in, or cannot be reached. */
  #refused(error: Error & { data?: { code?: string; retryAfterMs?: number } }): void {
    const code = error.data?.code ?? 'offline';
    const refusal = new ChatError(code, error.message, { retryAfterMs: error.data?.retryAfterMs, cause: error });
    if (code !== 'expired' && code !== 'unauthorized') return this.#failed(refusal);
    this.#state.patch({ error: refusal });
    this.#refusals += 1;
    if (!this.#options.tokens.isRenewable || this.#refusals > REFUSALS_MAX) return this.refuse(refusal);
    void this.#attempt(code);
  }

  /** Tries again later. */
  #failed(error: ChatError): void {
    const { attempt } = this.#state.get();
    const wait = error.retryAfterMs ?? backoff(attempt);
    const turn = (this.#turn += 1);
    clearTimeout(this.#timer);
    this.#socket?.disconnect();
    this.#timer = setTimeout(() => {
      if (turn === this.#turn) void this.#attempt('connect');
    }, wait);
    this.#state.patch({ status: 'offline', retryAt: Date.now() + wait, attempt: attempt + 1, error });
  }
}
