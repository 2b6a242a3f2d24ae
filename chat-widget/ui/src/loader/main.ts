import type { Boot, EventName, Look } from '../common/protocol';
import css from './launcher.css?inline';
import { CROSS, draw, isDark, make, paint } from './look';
import type { Panel } from './panel';
import { arm } from './popup';

type Listener = (detail: unknown) => void;
/** A command of the host page with what it was given. */
export type Call = [name: string, ...given: any[]];
type Global = { (...call: Call): unknown; q?: Call[] };

/** What the panel, which comes only when it is needed, is given by the loader. */
export interface Loader {
  readonly root: URL;
  readonly key: string;
  readonly host: HTMLElement;
  readonly launcher: HTMLButtonElement;
  /** What the panel was asked to do before it came. */
  readonly calls: Call[];
  booted: Boot;
  theme: Look['theme'];
  unread: number;
  isOpen: boolean;
  emit(name: EventName, detail?: unknown): void;
  boot(): Promise<Boot | null>;
  /** Brings the launcher up to date. */
  refresh(): void;
}

const NAME = 'ChatWidget';
const tag = document.currentScript as HTMLScriptElement | null;
const globals = window as unknown as Record<string, Global | undefined>;
const early = globals[NAME]?.q;

/** Starts the widget that the script's own tag names. Never throws into the host page. */
function start({ dataset, src, parentElement }: HTMLScriptElement, key: string): void {
  const root = new URL('.', src);
  const listeners: [string, Listener][] = [];
  const host = make('div', '');
  const launcher = make('button', 'l');
  let there: Panel | undefined;

  const loader: Loader = {
    root,
    key,
    host,
    launcher,
    calls: [],
    booted: undefined as never,
    theme: 'auto',
    unread: 0,
    isOpen: false,
    emit(name, detail = null) {
      dispatchEvent(new CustomEvent(`chat:${name}`, { detail }));
      // A listener that throws does so in a turn of its own and spoils nobody else's.
      for (const [heard, listener] of listeners) if (heard === name) queueMicrotask(() => listener(detail));
    },
    async boot() {
      const lang = dataset['locale'] ?? navigator.language;
      const body = JSON.stringify({ lang, isFirst: !loader.booted, preview: dataset['preview'] });
      const answer = await fetch(new URL(`w/${key}/boot`, root), { method: 'POST', credentials: 'omit', body });
      if (answer.ok) return answer.json();
      if (answer.status === 403) return null;
      throw answer.status;
    },
    refresh() {
      const { words, look } = loader.booted;
      // What is read aloud begins with what is to be seen.
      const name = (look.label ? `${look.label}, ` : '') + (loader.isOpen ? words.close : words.open);
      const news = `${loader.unread || ''}`;
      paint(host, look, isDark(loader.theme));
      launcher.ariaLabel = news ? `${name}, ${words.unread.replace('{n}', news)}` : name;
      launcher.ariaExpanded = `${loader.isOpen}`;
      launcher.dataset['n'] = news;
    },
  };

  const on = (name: string, listener: Listener): (() => void) => {
    const entry: [string, Listener] = [name, listener];
    listeners.push(entry);
    return () => void listeners.splice(listeners.indexOf(entry) >>> 0, 1);
  };
  const fail = (error: unknown): void => loader.emit('error', `${error}`);
  const within = async (act: (panel: Panel) => unknown): Promise<unknown> => {
    // Whoever has no connection now clicks again later.
    const parts = (await booting) && (await import(/* @vite-ignore */ `${root}w/panel.js`).catch(fail));
    return parts && act((there ??= new parts.Panel(loader)));
  };
  const open = (isAsked: boolean): Promise<unknown> => within((it) => it.open(isAsked));

  const commands: Record<string, (...given: any[]) => unknown> = {
    on,
    once(name: string, listener: Listener) {
      const off = on(name, (detail) => {
        off();
        listener(detail);
      });
      return off;
    },
    open: () => open(true),
    close: () => there?.close(),
    toggle: () => (loader.isOpen ? there?.close() : open(true)),
    show: () => (host.hidden = false),
    hide: () => (host.hidden = true),
    destroy() {
      there?.destroy();
      host.remove();
      delete globals[NAME];
    },
  };
  // The rest is the panel's to do; it comes for none of them.
  for (const name of PANEL_COMMANDS)
    commands[name] = (...given) => {
      if (there) return there.call([name, ...given]);
      loader.calls.push([name, ...given]);
      // Only of a popup may something be kept that the panel has to forget.
      if (name === 'reset') booting.then(() => loader.booted?.popup && within((it) => it));
    };
  const run: Global = (name, ...given) => commands[name]?.(...given);
  globals[NAME] = Object.assign(run, commands);

  const show = (): unknown => {
    const { look, type, popup, isRtl, lang } = loader.booted;
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
    host.dir = isRtl ? 'rtl' : 'ltr';
    host.lang = lang;
    host.dataset['side'] = look.side;
    loader.theme = look.theme;
    loader.refresh();
    matchMedia('(prefers-color-scheme:dark)').onchange = loader.refresh;
    if (type === 'embedded') {
      (document.querySelector(dataset['target'] || 'none') ?? parentElement)?.append(host);
      return new IntersectionObserver(([seen], all) => {
        if (!seen?.isIntersecting) return;
        all.disconnect();
        open(false);
      }).observe(host);
    }
    launcher.append(draw(look.icon), draw(CROSS), look.label ?? '');
    launcher.onclick = () => run('toggle');
    shadow.append(launcher);
    document.body.append(host);
    if (popup) arm(popup, key, () => within((it) => it.tease(popup.text)));
    try {
      if (sessionStorage[`chat:${key}`]) open(false);
      else if (localStorage[`chat:${key}`]) within((it) => it.load());
    } catch {
      // Without storage every page begins with a closed panel.
    }
  };

  const booting = loader
    .boot()
    .then((booted) => {
      if (!globals[NAME]) return;
      if (!booted) return loader.emit('blocked');
      loader.booted = booted;
      show();
      for (const call of early ?? []) run(...call);
      loader.emit('ready');
      return true;
    })
    .catch(fail);
}

const PANEL_COMMANDS = 'identify attributes conversationAttributes prefill send locale theme consent reset'.split(' ');

if (tag?.dataset['key'] && (early || !globals[NAME])) start(tag, encodeURIComponent(tag.dataset['key']));
