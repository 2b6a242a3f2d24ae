import type { SessionAnswer } from '../common/visitor';
import type { Link } from './link';
import type { Memory } from './memory';

/** Why there is no session. */
export class Refused extends Error {}

/** Proves to the server who is there, again and again. */
export class Session {
  readonly #link: Link;
  readonly #memory: Memory;
  #boot: string;
  #jwt: string | null = null;
  #answer: SessionAnswer | undefined;
  #asking: Promise<SessionAnswer> | undefined;
  #freshUntil = 0;
  /** How often the visitor has become another one, or may have. */
  #turn = 0;
  #waiting: ((boot: string | null | undefined) => void)[] = [];

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
    let answer = await this.#ask();
    if (answer.status === 403) {
      // The page has to prove itself anew every few minutes.
      const boot = await this.#renew();
      if (boot === null) throw new Refused();
      if (boot === undefined) throw new Error('the page could not prove itself');
      this.#boot = boot;
      answer = await this.#ask();
    }
    if (answer.status === 401 && this.#jwt) {
      this.#link.emit('identity:expired');
      this.#link.tell({ t: 'renewIdentity' });
      this.#jwt = null;
      answer = await this.#ask();
    }
    if (answer.status === 403) throw new Refused();
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const session = (await answer.json()) as SessionAnswer;
    // Meanwhile the page has said who the visitor is, or had it forgotten.
    if (turn !== this.#turn) return this.#begin();
    if (session.visitor) this.#memory.write('visitor', session.visitor);
    this.#answer = session;
    this.#freshUntil = Date.now() + session.expiresIn * 800;
    return session;
  }

  /** Forgets the token: the next one is for whoever is there then. */
  stale(): void {
    this.#turn += 1;
    this.#freshUntil = 0;
  }

  identify(jwt: string | null): void {
    this.#jwt = jwt;
    this.stale();
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

  #ask(): Promise<Response> {
    // Beside the frame's own address: `…/w/{key}/session`.
    return fetch(`${location.pathname}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        boot: this.#boot,
        visitor: this.#memory.read('visitor'),
        identity: this.#jwt,
        lang: this.#memory.read('lang') ?? navigator.language,
      }),
    });
  }
}
