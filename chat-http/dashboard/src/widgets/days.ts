const DAY = 24 * 60 * 60_000;

/** A day by UTC, as the figures are counted: `2026-03-04`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** So many days up to today. */
export const lastDays = (now: number, count: number): { from: string; to: string } => ({ from: dayOf(now - (count - 1) * DAY), to: dayOf(now) });

/** A day for people: `4 Mar`. */
export const dayName = (day: string, language: string, hasYear = false): string =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: hasYear ? 'numeric' : undefined, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** How many days ago a day was, by UTC. */
export const daysSince = (day: string, now: number): number => Math.round((Date.parse(dayOf(now)) - Date.parse(day)) / DAY);

/** `today`, `yesterday`, `3 days ago`, in the language. */
export function dayAgo(day: string, now: number, language: string): string {
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-daysSince(day, now), 'day');
}

/** The last of the days on which somebody's page has loaded the widget. */
export const lastSeen = (days: readonly { day: string; loads: number }[]): string | null => days.findLast((it) => it.loads > 0)?.day ?? null;
