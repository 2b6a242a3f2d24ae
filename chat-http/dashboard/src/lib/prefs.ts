import { useSyncExternalStore } from 'react';

/** How wide panes are, in pixels. */
export interface Widths {
  rail: number;
  list: number;
  aside: number;
}

/** Between what they can be. */
export const WIDTHS: Readonly<Record<keyof Widths, { min: number; max: number }>> = {
  rail: { min: 160, max: 320 },
  list: { min: 260, max: 560 },
  aside: { min: 240, max: 480 },
};

/** How somebody likes it, in this browser. */
export interface Prefs {
  density: 'roomy' | 'compact';
  /** What sends: Enter alone, or together with Ctrl or Cmd. */
  sendsBy: 'enter' | 'mod';
  /** For how many seconds what was sent can be taken back; 0 sends at once. */
  undoSeconds: 0 | 5 | 10;
  /** Whether the system shows what comes in while one looks elsewhere. */
  isDesktop: boolean;
  /** Which events make a sound. */
  soundMine: boolean;
  soundOthers: boolean;
  soundMention: boolean;
  /** From when to when there is neither sound nor notice, as `22:00`; null while there is no such time. */
  quiet: { from: string; to: string } | null;
  widths: Widths;
}

export const USUAL: Prefs = {
  density: 'roomy',
  sendsBy: 'enter',
  undoSeconds: 5,
  isDesktop: false,
  soundMine: true,
  soundOthers: false,
  soundMention: true,
  quiet: null,
  widths: { rail: 208, list: 360, aside: 288 },
};

const KEPT = 'chat.prefs';
const listeners = new Set<() => void>();

function widthsIn(kept: Partial<Widths> | null | undefined): Widths {
  const width = (pane: keyof Widths): number => {
    const told = kept?.[pane];
    return typeof told === 'number' && told >= WIDTHS[pane].min && told <= WIDTHS[pane].max ? told : USUAL.widths[pane];
  };
  return { rail: width('rail'), list: width('list'), aside: width('aside') };
}

/** What was kept, as far as it makes sense today. */
export function readPrefs(text: string | null): Prefs {
  try {
    const told: unknown = JSON.parse(text ?? '{}');
    const known = Object.entries(told ?? {}).filter(([name, value]) => name in USUAL && (typeof value === typeof USUAL[name as keyof Prefs] || name === 'quiet'));
    const kept = Object.fromEntries(known) as Partial<Prefs>;
    return { ...USUAL, ...kept, widths: widthsIn(kept.widths) };
  } catch {
    return USUAL;
  }
}

let now: Prefs | undefined;
export const prefs = (): Prefs => (now ??= readPrefs(localStorage.getItem(KEPT)));

export function prefer(change: Partial<Prefs>): void {
  now = { ...prefs(), ...change };
  localStorage.setItem(KEPT, JSON.stringify(now));
  for (const each of listeners) each();
}

function watch(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab of the same browser.
  const elsewhere = ({ key, newValue }: StorageEvent): void => {
    if (key !== KEPT) return;
    now = readPrefs(newValue);
    listener();
  };
  addEventListener('storage', elsewhere);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', elsewhere);
  };
}

export const usePrefs = (): Prefs => useSyncExternalStore(watch, prefs);
