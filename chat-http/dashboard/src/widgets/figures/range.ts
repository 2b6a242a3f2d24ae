import { dayOf, lastDays } from '../days.js';

/** From which day to which, both counted in. */
export interface Range {
  from: string;
  to: string;
}

export const PRESETS = [7, 30, 90] as const;
const PRESET = 30;
/** As many days as the server tells at once. */
const DAYS_MAX = 92;
const DAY_MS = 24 * 60 * 60_000;
const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

export const lengthOf = ({ from, to }: Range): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** The last days of a time that is too long to be told at once. */
const fitted = ({ from, to }: Range): Range => ({ from: lengthOf({ from, to }) > DAYS_MAX ? lastDays(Date.parse(to), DAYS_MAX).from : from, to });

/** What the address says: so many days up to today, or from one day to another. */
export function rangeOf(search: URLSearchParams, now: number): Range & { preset: number | null } {
  const [from, to] = [search.get('from'), search.get('to')];
  if (isDay(from) && isDay(to) && from <= to) return { ...fitted({ from, to }), preset: null };
  const asked = Number(search.get('days'));
  const preset = PRESETS.find((it) => it === asked) ?? PRESET;
  return { ...lastDays(now, preset), preset };
}

/** As many days before them, to compare with. */
export function before(range: Range): Range {
  const from = Date.parse(range.from);
  return { from: dayOf(from - lengthOf(range) * DAY_MS), to: dayOf(from - DAY_MS) };
}

/** How much more it has become, as a share; nothing when there was nothing before. */
export const growth = (now: number, then: number): number | null => (then === 0 ? null : (now - then) / then);
