import type { Boot } from '../../../../../chat-widget/ui/src/common/protocol.js';
import type { SessionAnswer } from '../../../../../chat-widget/ui/src/common/visitor.js';
import { MODULE } from '../../lib/chat.js';
import type { Draft } from './draft.js';
import { bootOf, sessionOf, type Viewer } from './seen.js';

/** For how long a ticket is used: the server takes it for an hour. */
const FRESH_MS = 50 * 60_000;
/** How long a widget may take before it is shown as far as it has come. */
const PATIENCE_MS = 4000;
/** How long the chat takes at most to draw what it was told; it says so by itself once it is connected. */
const DRAWING_MS = 700;

const tickets = new Map<string, { ticket: Promise<string>; until: number }>();

/** What lets a page of our own show the widget, wherever it may appear. */
function ticketFor(key: string): Promise<string> {
  const kept = tickets.get(key);
  if (kept && Date.now() < kept.until) return kept.ticket;
  const ticket = ask(key);
  tickets.set(key, { ticket, until: Date.now() + FRESH_MS });
  ticket.catch(() => tickets.delete(key));
  return ticket;
}

async function ask(key: string): Promise<string> {
  const answer = await fetch(new URL(`w/${key}/preview`, MODULE));
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const ticket = page.querySelector('script')?.dataset['preview'];
  if (!ticket) throw new Error('the preview has no ticket');
  return ticket;
}

/** What is put on the stage. */
export interface Play {
  publicKey: string;
  draft: Draft;
  viewer: Viewer;
  isOpen: boolean;
}

/** How the page looks on which the widget is shown: a few bars for its texts. */
const STYLE = `:root { color-scheme: light; } :root[data-dark] { color-scheme: dark; }
body { margin: 0; min-block-size: 100vh; background: light-dark(#f4f5f7, #101216); padding: 28px; box-sizing: border-box; }
i { display: block; block-size: 14px; border-radius: 7px; background: light-dark(#e2e5ea, #23272f); margin-block-end: 14px; max-inline-size: 560px; }
i:first-child { block-size: 28px; inline-size: 46%; margin-block-end: 24px; } i:nth-child(3n) { inline-size: 70%; }
#chat { block-size: calc(100vh - 150px); max-inline-size: 420px; border-radius: 16px; overflow: hidden; box-shadow: 0 8px 40px #0003; }`;

type Answers = (url: string, answer: unknown) => unknown;

/** Has a window's answers of the server pass through our hands. */
function listenIn(page: Window & typeof globalThis, path: RegExp, change: Answers): void {
  const plain = page.fetch.bind(page);
  page.fetch = async (input, init) => {
    const url = `${input}`;
    const response = await plain(input, init);
    if (!response.ok || !path.test(url)) return response;
    return new page.Response(JSON.stringify(change(url, await response.json())), { status: response.status, headers: { 'content-type': 'application/json' } });
  };
}

/** Leaves the focus where it is until somebody uses the window: the chat's message field would take it from whoever types beside it. */
function keepFocusOut(page: Window & typeof globalThis): void {
  const { prototype } = page.HTMLElement;
  const { focus } = prototype;
  let isUsed = false;
  for (const name of ['pointerdown', 'keydown'] as const) page.addEventListener(name, () => (isUsed = true), { capture: true });
  prototype.focus = function (options) {
    if (isUsed) focus.call(this, options);
  };
  // Dialogs take the focus when they are shown; one that is merely open does not.
  const { prototype: dialog } = page.HTMLDialogElement;
  for (const name of ['show', 'showModal'] as const) {
    const show = dialog[name];
    dialog[name] = function () {
      if (isUsed) show.call(this);
      else this.setAttribute('open', '');
    };
  }
}

/**
 * Shows the real widget in a frame of our own origin, as it would be with the draft: the server's answers about its look are changed on
 * their way to the widget's own scripts. The promise is kept when there is something to see.
 */
export async function perform(frame: HTMLIFrameElement, { publicKey, draft, viewer, isOpen }: Play): Promise<void> {
  const ticket = await ticketFor(publicKey);
  const page = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!page) return;
  const { document: paper } = page;
  const isDark = viewer.scheme === 'dark';
  if (isDark) paper.documentElement.dataset['dark'] = '';
  paper.documentElement.dir = viewer.direction ?? 'ltr';
  const sheet = new page.CSSStyleSheet();
  sheet.replaceSync(STYLE);
  paper.adoptedStyleSheets = [sheet];
  const isEmbedded = draft.type === 'embedded';
  for (let bar = 0; bar < (isEmbedded ? 2 : 9); bar += 1) paper.body.append(paper.createElement('i'));
  const box = paper.createElement('div');
  box.id = 'chat';
  if (isEmbedded) paper.body.append(box);

  // With this the loader opens by itself and leaves the focus where it is.
  if (isOpen) sessionStorage.setItem(`chat:${publicKey}`, '1');
  else sessionStorage.removeItem(`chat:${publicKey}`);
  for (const name of [`chat:${publicKey}`, `chat:${publicKey}:teaser`]) localStorage.removeItem(name);

  keepFocusOut(page);
  let title = '';
  listenIn(page, /\/boot$/, (_, answer) => {
    const boot = bootOf(answer as Boot, draft, viewer);
    title = boot.words.title;
    return boot;
  });
  const isThere = new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
    if (!isOpen && !isEmbedded) page.addEventListener('chat:ready', () => resolve());
    for (const name of ['blocked', 'availability']) page.addEventListener(`chat:${name}`, () => resolve());
    const plain = paper.createElement.bind(paper);
    paper.createElement = ((name: string, options?: ElementCreationOptions) => {
      const element = plain(name, options);
      // The chat is a document of its own, and asks for its session once it was greeted.
      if (element instanceof page.HTMLIFrameElement)
        element.addEventListener('load', () => {
          const inner = element.contentWindow as (Window & typeof globalThis) | null;
          if (!inner) return;
          keepFocusOut(inner);
          listenIn(inner, /\/session$/, (_, answer) => {
            setTimeout(resolve, DRAWING_MS);
            return sessionOf(answer as SessionAnswer, draft, viewer, title);
          });
        });
      return element;
    }) as typeof paper.createElement;
  });

  const script = paper.createElement('script');
  script.async = true;
  script.src = new URL('w.js', MODULE).href;
  Object.assign(script.dataset, { key: publicKey, preview: ticket, locale: viewer.language, ...(isEmbedded && { target: '#chat' }) });
  paper.head.append(script);
  await isThere;
}
