import { beforeEach, expect, test, vi } from 'vitest';
import type { Boot } from '../src/common/protocol';
import type { Call, Loader } from '../src/loader/main';
import { Panel } from '../src/loader/panel';

const booted = { type: 'popup', words: { title: 'Chat', dismiss: 'Dismiss' }, look: {}, popup: { times: 2 } } as Boot;

/** A panel on a page of its own, which was asked for `calls` before it came. */
function panel(...calls: Call[]): Panel {
  const host = document.createElement('div');
  const launcher = document.createElement('button');
  host.attachShadow({ mode: 'open' }).append(launcher);
  document.body.replaceChildren(host);
  const root = new URL('https://chat.test/');
  const idle = { theme: 'auto', unread: 0, isOpen: false, emit() {}, boot: async () => null, refresh() {} } as const;
  return new Panel({ root, key: 'k', host, launcher, calls, booted, ...idle } satisfies Loader);
}

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal('visualViewport', null);
});

test('a reset forgets that the teaser was dismissed', () => {
  const shown = panel();
  shown.tease('May we help?');
  document.querySelector('div')?.shadowRoot?.querySelector<HTMLElement>('.x')?.click();
  expect(Object.keys(localStorage)).toEqual(['chat:k:teaser']);
  shown.call(['reset']);
  expect(Object.keys(localStorage)).toEqual([]);
});

test('a reset that was asked for before the panel came is done when it comes', () => {
  localStorage.setItem('chat:k:teaser', '1');
  localStorage.setItem('chat:k', '1');
  localStorage.setItem('chat:other:teaser', '1');
  panel(['reset']);
  expect(Object.keys(localStorage)).toEqual(['chat:other:teaser']);
});
