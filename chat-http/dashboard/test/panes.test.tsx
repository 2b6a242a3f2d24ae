import { act } from 'react';
import i18next from 'i18next';
import { createRoot, type Root } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Divider } from '../src/app/Divider.js';
import { useKeys } from '../src/lib/keys.js';
import { prefer, prefs, readPrefs, USUAL } from '../src/lib/prefs.js';
import main from '../src/words/main/en.json';

let root: Root;
let place: HTMLElement;

beforeEach(async () => {
  await i18next.use(initReactI18next).init({ lng: 'en', defaultNS: 'main', resources: { en: { main } } });
  prefer({ widths: USUAL.widths });
  place = document.body.appendChild(document.createElement('div'));
  place.className = 'inbox';
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  document.documentElement.dir = 'ltr';
});

const divider = (): HTMLElement => place.querySelector<HTMLElement>('[role=separator]')!;
const show = (pane: 'rail' | 'list' | 'aside'): Promise<void> => act(async () => root.render(<Divider pane={pane} />));
const press = (key: string): Promise<void> => act(async () => void divider().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
const point = (type: string, clientX: number): Promise<void> => act(async () => void divider().dispatchEvent(new PointerEvent(type, { clientX, pointerId: 1, bubbles: true })));

describe('the handle between panes', () => {
  it('says how wide the pane is, and moves by keys as far as it can', async () => {
    await show('list');
    expect([divider().getAttribute('aria-valuenow'), divider().getAttribute('aria-label'), divider().tabIndex]).toEqual(['360', 'Width of the list', 0]);
    await press('ArrowRight');
    expect(prefs().widths.list).toBe(376);
    await press('End');
    await press('ArrowRight');
    expect(divider().getAttribute('aria-valuenow')).toBe(divider().getAttribute('aria-valuemax'));
    await press('Home');
    expect(prefs().widths).toEqual({ ...USUAL.widths, list: 260 });
  });

  it('makes the pane wider by what lies that way, in either direction of writing', async () => {
    await show('aside');
    await press('ArrowLeft');
    expect(prefs().widths.aside).toBe(304);
    document.documentElement.dir = 'rtl';
    await press('ArrowLeft');
    expect(prefs().widths.aside).toBe(288);
  });

  it('follows the pointer, and is kept in this browser when it is let go', async () => {
    await show('list');
    divider().setPointerCapture = () => {};
    await point('pointerdown', 100);
    await point('pointermove', 150);
    expect(place.style.getPropertyValue('--list-size')).toBe('410px');
    expect(prefs().widths.list).toBe(360);
    await point('pointerup', 150);
    expect(readPrefs(localStorage.getItem('chat.prefs')).widths.list).toBe(410);
  });

  it('goes back by a double click or Enter', async () => {
    await show('rail');
    await press('End');
    await act(async () => void divider().dispatchEvent(new MouseEvent('dblclick', { bubbles: true })));
    expect(prefs().widths.rail).toBe(208);
    await press('Home');
    await press('Enter');
    expect(prefs().widths.rail).toBe(208);
  });

  it('forgets widths that make no sense', () => {
    expect(readPrefs('{"widths":{"rail":9000,"list":300,"aside":"wide"}}').widths).toEqual({ ...USUAL.widths, list: 300 });
    expect(readPrefs('{"widths":null}').widths).toEqual(USUAL.widths);
  });
});

it('takes the second key of two for nothing else', async () => {
  const done: string[] = [];
  const Keys = (): null => {
    useKeys({ i: () => done.push('i') });
    useKeys({ 'g i': () => done.push('g i') });
    return null;
  };
  await act(async () => root.render(<Keys />));
  const type = (key: string): boolean => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true }));
  for (const key of ['i', 'g', 'i', 'i']) type(key);
  expect(done).toEqual(['i', 'g i', 'i']);
});
