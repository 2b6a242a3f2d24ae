import type { Boot, Handshake, Order, ToFrame, ToLoader } from '../common/protocol';
import { CROSS, draw, isDark, make } from './look';
import type { Call, Loader } from './main';
import { page, watchPage } from './page';
import css from './panel.css?inline';

/** For how long a proof opens the frame; the server lets it be a little older. */
const FRESH_MS = 240_000;

/** How long a frame that was loaded may take to say that it is there, and how often another one is tried. */
const PATIENCE_MS = 4000;
const TRIES_MAX = 5;

type Identity = string | (() => string | Promise<string>) | undefined;

/** The box that the frame is in, and the way to the frame. Comes when the widget is opened or teases for the first time. */
export class Panel {
  readonly #loader: Loader;
  readonly #box: HTMLDialogElement;
  readonly #isEmbedded: boolean;
  readonly #narrow = matchMedia('(max-width:480px)');
  readonly #end = new AbortController();
  #frame: HTMLIFrameElement | undefined;
  #port: MessagePort | undefined;
  #teaser: HTMLElement | undefined;
  #orders: Order[] = [];
  #identity: Identity;
  /** Which call of `identify` counts. */
  #calls = 0;
  #mayTellPage = false;
  #isThere = false;
  #tries = 0;
  /** When the page last proved itself: first while it was loading. */
  #provenAt = performance.timeOrigin;

  constructor(loader: Loader) {
    this.#loader = loader;
    this.#isEmbedded = loader.booted.type === 'embedded';
    this.#box = make('dialog', this.#isEmbedded ? 'e' : 'p');
    this.#box.ariaLabel = loader.booted.words.title;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const shadow = loader.host.shadowRoot;
    shadow?.adoptedStyleSheets.push(sheet);
    shadow?.append(this.#box);
    const { signal } = this.#end;
    watchPage(() => this.#mayTellPage && this.#tell({ t: 'page', page: page() }), signal);
    for (const call of loader.calls.splice(0)) this.call(call);
    if (this.#isEmbedded) return;
    const listen = (target: EventTarget | null, name: string, heard: (event: Event) => unknown): void =>
      target?.addEventListener(name, heard, { signal });
    listen(this.#box, 'cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    listen(matchMedia('(prefers-color-scheme:dark)'), 'change', () => this.#dark());
    listen(this.#narrow, 'change', () => loader.isOpen && this.#place());
    listen(visualViewport, 'resize', () => this.#fit());
    listen(document, 'visibilitychange', () => this.#title());
    // Pages that swap their body without loading anew take the widget along.
    listen(document, 'turbo:before-render', (event) => this.#move((event as CustomEvent).detail.newBody));
    listen(document, 'astro:before-swap', (event) => this.#move((event as Event & { newDocument: Document }).newDocument.body));
  }

  /** Does what the host page asks for. */
  call([name, given, more]: Call): void {
    switch (name) {
      case 'identify':
        return void this.#identify(given, more);
      case 'theme':
        this.#loader.theme = given;
        this.#dark();
        return;
      case 'consent':
        this.#mayTellPage = given === true;
        this.#order(['consent', this.#mayTellPage]);
        this.#tell({ t: 'page', page: this.#mayTellPage ? page() : null });
        return;
      case 'reset':
        this.#identity = undefined;
        this.#calls += 1;
        this.#mayTellPage = false;
        this.#order(['reset']);
        this.#keep('localStorage', false);
        this.#keep('localStorage', false, ':teaser');
        this.close();
        return;
      default:
        this.#order([name as 'send', given]);
    }
  }

  open(isAsked: boolean): void {
    const loader = this.#loader;
    if (loader.isOpen) return;
    loader.isOpen = true;
    this.#untease();
    this.#tries = 0;
    void this.load();
    if (this.#isEmbedded) {
      this.#box.show();
    } else {
      this.#place();
      // Only what the visitor has asked for is remembered, so that nothing is stored unasked.
      if (isAsked) this.#keep('sessionStorage', true);
      if (isAsked) this.#frame?.focus();
    }
    this.#shown();
    loader.emit('open');
  }

  close(): void {
    const loader = this.#loader;
    if (!loader.isOpen || this.#isEmbedded) return;
    loader.isOpen = false;
    this.#box.close();
    this.#keep('sessionStorage', false);
    this.#shown();
    loader.launcher.focus();
    loader.emit('close');
  }

  destroy(): void {
    this.#end.abort();
    this.#port?.close();
    this.#loader.unread = 0;
    this.#title();
  }

  /** Shows a few words beside the launcher, without taking the focus. */
  tease(text: string): void {
    const { booted, isOpen, key, launcher } = this.#loader;
    if (isOpen || this.#teaser) return;
    const teaser = make('div', 't');
    const say = make('button', '', text);
    const away = make('button', 'x');
    away.ariaLabel = booted.words.dismiss;
    away.append(draw(CROSS));
    teaser.onclick = ({ currentTarget, target }) => {
      if (currentTarget === target) return;
      const name = `chat:${key}:teaser`;
      try {
        localStorage[name] = [Date.now(), ...(localStorage[name] ?? '').split(',')].slice(0, booted.popup?.times).join();
      } catch {
        // It comes again with the next page, then.
      }
      this.#untease();
      if (target === say) this.open(true);
    };
    teaser.append(say, away);
    launcher.before(teaser);
    this.#teaser = teaser;
  }

  /** Says something to the frame; false when the frame is not there yet. */
  #tell(said: ToFrame): boolean {
    this.#port?.postMessage(said);
    return this.#port !== undefined;
  }

  #order(order: Order): void {
    if (!this.#tell({ t: 'order', order })) this.#orders.push(order);
  }

  /** Tells who the visitor is, unless the page has said something else before it had the proof. */
  async #identify(user: Record<string, unknown>, identity: Identity): Promise<void> {
    const call = (this.#calls += 1);
    this.#identity = identity;
    const proof = await this.#proof();
    if (call === this.#calls) this.#order(['identify', user, proof]);
  }

  /** The host page's word on who the visitor is; asked for anew when the last one has run out. */
  async #proof(): Promise<string | null> {
    const identity = this.#identity;
    try {
      return (await (typeof identity === 'function' ? identity() : identity)) ?? null;
    } catch {
      return null;
    }
  }

  #dark(): void {
    this.#loader.refresh();
    this.#tell({ t: 'dark', isDark: isDark(this.#loader.theme) });
  }

  #untease(): void {
    this.#teaser?.remove();
    this.#teaser = undefined;
  }

  /** Brings the frame, open or not. */
  async load(): Promise<void> {
    if (this.#frame) return;
    const loader = this.#loader;
    const frame = make('iframe', '');
    frame.title = loader.booted.words.title;
    frame.referrerPolicy = 'origin';
    frame.onload = () => this.#greet(frame);
    this.#frame = frame;
    // Whoever opens the chat after a while comes with a proof that has run out.
    for (let tries = 0; Date.now() - this.#provenAt > FRESH_MS; tries += 1) {
      if (tries) await new Promise((resolve) => setTimeout(resolve, 2000));
      if ((await this.#prove()) !== null) continue;
      this.#frame = undefined;
      loader.host.hidden = true;
      return this.close();
    }
    frame.src = new URL(loader.booted.frame, loader.root).href;
    // It has been taken along to another page meanwhile.
    if (this.#frame !== frame) return;
    this.#box.append(frame);
    // The visitor is still where it has asked for the chat.
    if (document.activeElement === loader.host) frame.focus();
  }

  /** Has the page prove itself anew: nothing when it may not show the widget any more, undefined when nobody answers. */
  async #prove(): Promise<Boot | null | undefined> {
    const loader = this.#loader;
    const booted = await loader.boot().catch(() => undefined);
    if (booted === null) loader.emit('blocked');
    if (!booted) return booted;
    loader.booted = booted;
    this.#provenAt = Date.now();
    return booted;
  }

  /** Goes along to another body. A frame that is moved loads anew, and may need another proof for that. */
  #move(body: HTMLElement): void {
    const wasLoaded = this.#frame !== undefined;
    this.#frame?.remove();
    this.#frame = undefined;
    this.#port = undefined;
    body.append(this.#loader.host);
    if (wasLoaded) void this.load();
  }

  /** Hands the frame its proof and a port: to our own origin and to nobody else. */
  #greet(frame: HTMLIFrameElement): void {
    this.#port?.close();
    const loader = this.#loader;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => void this.#hear(data);
    const hello: Handshake = {
      chat: 1,
      boot: loader.booted.boot,
      isOpen: loader.isOpen,
      isMobile: this.#narrow.matches,
      isDark: isDark(loader.theme),
      isEmbedded: this.#isEmbedded,
      page: this.#mayTellPage ? page() : null,
      queue: this.#orders.splice(0),
    };
    frame.contentWindow?.postMessage(hello, loader.root.origin, [port2]);
    this.#port = port1;
    this.#isThere = false;
    setTimeout(() => {
      if (this.#isThere || this.#frame !== frame) return;
      // It could not be loaded, and what the browser shows in its place never answers.
      frame.remove();
      this.#frame = undefined;
      if ((this.#tries += 1) < TRIES_MAX) void this.load();
    }, PATIENCE_MS);
  }

  async #hear(said: ToLoader): Promise<void> {
    const loader = this.#loader;
    switch (said.t) {
      case 'ready':
        this.#isThere = true;
        return;
      case 'close':
        return this.close();
      case 'unread':
        loader.unread = said.count;
        loader.refresh();
        this.#title();
        return loader.emit('unread', said.count);
      case 'renew': {
        // Not allowed here any more: the frame says goodbye.
        const booted = await this.#prove();
        loader.refresh();
        this.#tell({ t: 'boot', boot: booted && booted.boot });
        return;
      }
      case 'renewIdentity':
        this.#tell({ t: 'identity', jwt: await this.#proof() });
        return;
      case 'event':
        // From now on the visitor is told of answers on every page.
        if (said.name === 'message:sent') this.#keep('localStorage', true);
        return loader.emit(said.name, said.detail);
    }
  }

  #shown(): void {
    this.#loader.refresh();
    this.#title();
    this.#tell({ t: 'shown', isOpen: this.#loader.isOpen, isMobile: this.#narrow.matches });
  }

  /** On a phone the panel is the whole screen and the page behind it rests. */
  #place(): void {
    this.#box.close();
    if (this.#narrow.matches) this.#box.showModal();
    else this.#box.show();
    this.#fit();
  }

  /** Above the keyboard of a phone, which takes its part of the screen without telling the frame. */
  #fit(): void {
    this.#box.style.setProperty('--h', `${visualViewport?.height ?? innerHeight}px`);
  }

  #title(): void {
    const { unread, isOpen } = this.#loader;
    const count = isOpen && !document.hidden ? 0 : unread;
    const bare = document.title.replace(/^\(\d+\) /, '');
    const title = count ? `(${count}) ${bare}` : bare;
    if (title !== document.title) document.title = title;
  }

  /** Remembers for other pages of the site, or forgets. */
  #keep(where: 'localStorage' | 'sessionStorage', isSo: boolean, what = ''): void {
    const key = `chat:${this.#loader.key}${what}`;
    try {
      if (isSo) window[where].setItem(key, '1');
      else window[where].removeItem(key);
    } catch {
      // The next page begins with a closed panel, then.
    }
  }
}
