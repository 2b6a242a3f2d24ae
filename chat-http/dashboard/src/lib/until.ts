/** How many minutes go into each, the largest first, and from how many on it is spoken of. */
const UNITS = [
  ['year', 525_960, 2 * 525_960],
  ['month', 43_830, 2 * 43_830],
  ['day', 1440, 2 * 1440],
  ['hour', 60, 60],
  ['minute', 1, 1],
] as const;

/** When something is or was, from now: `in 6 days`, `2 hours ago`, `now`. */
export function until(at: string, now: number, language: string): string {
  const minutes = (Date.parse(at) - now) / 60_000;
  const [unit, size] = UNITS.find(([, , from]) => Math.abs(minutes) >= from) ?? ['second' as const, Number.POSITIVE_INFINITY];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(minutes / size), unit);
}
