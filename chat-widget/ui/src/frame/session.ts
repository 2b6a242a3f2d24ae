import type { SessionAnswer } from '../common/visitor';
import type { Link } from './link';
import type { Memory } from './memory';

/** Why there is no session. */
export class Refused extends Error {}

/** How long the page may take to say who its visitor is. */
const PATIENCE_MS = 10_000;

/** Proves to the server who is there, again and again. */
export class Session {
  readonly #link: Link;
  readonly #memory: Memory;
  #boot: string;
  #jwt: string | null = null;
  /** Whether the page vouches for its visitor. */
  #isVouched = false;
  #answer: SessionAnswer | undefined;
  #asking: Promise<SessionAnswer> | undefined;
  #freshUntil = 0;
  /** How often what is asked for has become something else. */
  #turn = 0;
  #waiting: ((boot: string | null | undefined) => void)[] = [];
  #vouch: ((jwt: string | null) => void) | undefined;

  constructor(link: Link, memory: Memory) {
    this.#link = link;
    this.#memory = memory;
    this.#boot = link.hello.boot;
  }

  /** A token for the socket that is good for a while, with what goes with it. */
  async fresh(): Promise<SessionAnswer> {
    if (this.#answer && Date.now() < this.#freshUntil) return this.#answer;
    this.#asking ??= this.#begin().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #begin(): Promise<SessionAnswer> {
    const turn = this.#turn;
    let jwt = this.#jwt ?? (this.#isVouched ? await this.#vouched() : null);
    let answer = await this.#ask(jwt);
    if (answer.status === 403) {
      // The page has to prove itself anew every few minutes.
      const boot = await this.#renew();
      if (boot === null) throw new Refused();
      if (boot === undefined) throw new Error('the page could not prove itself');
      this.#boot = boot;
      answer = await this.#ask(jwt);
    }
    if (answer.status === 401 && jwt) {
      this.#link.emit('identity:expired');
      jwt = await this.#vouched();
      answer = await this.#ask(jwt);
    }
    // Nobody can say who that is: it is somebody.
    if (answer.status === 401 && jwt) answer = await this.#ask((jwt = null));
    if (answer.status === 403) throw new Refused();
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const session = (await answer.json()) as SessionAnswer;
    // Meanwhile the page has said something else, or had the visitor forgotten.
    if (turn !== this.#turn) return this.#begin();
    if (session.visitor) this.#memory.write('visitor', session.visitor);
    this.#jwt = jwt;
    this.#answer = session;
    this.#freshUntil = Date.now() + session.expiresIn * 800;
    return session;
  }

  /** Forgets the token: the next one is for whoever is there then. */
  stale(): void {
    this.#freshUntil = 0;
  }

  /** Forgets what was answered and what is about to be: the visitor is another one, or speaks another language. */
  turn(): void {
    this.#turn += 1;
    this.stale();
  }

  identify(jwt: string | null): void {
    this.#jwt = jwt;
    this.#isVouched = jwt !== null;
    this.turn();
  }

  /** The page's answer to the question who its visitor is; false when it comes too late. */
  vouch(jwt: string | null): boolean {
    const wait = this.#vouch;
    wait?.(jwt);
    return wait !== undefined;
  }

  /** The loader's answer to the call for another proof. */
  booted(boot: string | null | undefined): void {
    for (const resolve of this.#waiting.splice(0)) resolve(boot);
  }

  #renew(): Promise<string | null | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#link.tell({ t: 'renew' });
    });
  }

  #vouched(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#vouch = (jwt) => {
        clearTimeout(guard);
        this.#vouch = undefined;
        resolve(jwt);
      };
      const guard = setTimeout(this.#vouch, PATIENCE_MS, null);
      this.#link.tell({ t: 'renewIdentity' });
    });
  }

  #ask(identity: string | null): Promise<Response> {
    // Beside the frame's own address: `…/w/{key}/session`.
    return fetch(`${location.pathname}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        boot: this.#boot,
        visitor: this.#memory.read('visitor'),
        identity,
        lang: this.#memory.read('lang') ?? navigator.language,
      }),
    });
  }
}
