import { ChatError } from './error.js';

/** Why a token is asked for: to connect, or because the server did not take the one before. */
export type TokenReason = 'connect' | 'expired' | 'unauthorized';

/**
 * Gives the token to sign in with: on every connect, and when the server says that the last one is not good any more. Null
 * stands for none: for REST by cookie, or for nobody being signed in.
 */
export type Auth = string | null | ((reason: TokenReason) => string | null | Promise<string | null>);

/** The token that is in use. */
export class Tokens {
  readonly #auth: Auth;
  #token: string | null | undefined;
  #asking: Promise<string | null> | undefined;

  constructor(auth: Auth) {
    this.#auth = auth;
  }

  /** Whether there may be another token than the one that was refused. */
  get isRenewable(): boolean {
    return typeof this.#auth === 'function';
  }

  /** The one that was given last; asks when there is none yet. */
  async current(): Promise<string | null> {
    return this.#token ?? this.fresh('connect');
  }

  /** Asks for one. Whoever asks meanwhile gets the same. */
  fresh(reason: TokenReason): Promise<string | null> {
    if (typeof this.#auth !== 'function') return Promise.resolve((this.#token = this.#auth));
    const auth = this.#auth;
    this.#asking ??= this.#ask(auth, reason);
    return this.#asking;
  }

  async #ask(auth: (reason: TokenReason) => string | null | Promise<string | null>, reason: TokenReason): Promise<string | null> {
    // Not before whoever asks has noted that it does.
    await Promise.resolve();
    try {
      return (this.#token = await auth(reason));
    } catch (error) {
      throw error instanceof ChatError ? error : new ChatError('offline', 'the token could not be had', { cause: error });
    } finally {
      this.#asking = undefined;
    }
  }

  /** Another token than `refused`; null when there is none. */
  async instead(refused: string | null, reason: TokenReason): Promise<string | null> {
    // Somebody else has asked meanwhile.
    if (this.#token !== undefined && this.#token !== refused) return this.#token;
    const token = await this.fresh(reason);
    return token === refused ? null : token;
  }
}
