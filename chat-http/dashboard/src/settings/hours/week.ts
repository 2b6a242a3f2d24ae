import type { Rest } from '@chat/client';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof DAYS)[number];
export interface Stretch {
  from: string;
  to: string;
}
export type Week = Readonly<Record<Day, readonly Stretch[]>>;

/** What somebody is offered to begin with: nine to five on working days. */
export const USUAL: Rest.WidgetOpening[] = [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' }];

/** Openings day by day, each day's in order. */
export function byDay(openings: readonly Rest.WidgetOpening[]): Week {
  const of = (day: Day): Stretch[] =>
    openings
      .filter(({ days }) => days.includes(day))
      .map(({ from, to }) => ({ from, to }))
      .sort((one, other) => one.from.localeCompare(other.from));
  return Object.fromEntries(DAYS.map((day) => [day, of(day)])) as unknown as Week;
}

/** The same as the server keeps it: days with the same times together. */
export function openingsOf(week: Week): Rest.WidgetOpening[] {
  const together = new Map<string, Rest.WidgetOpening>();
  for (const day of DAYS) {
    for (const { from, to } of week[day]) {
      const known = together.get(`${from} ${to}`);
      if (known) known.days.push(day);
      else together.set(`${from} ${to}`, { days: [day], from, to });
    }
  }
  return [...together.values()];
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const isTime = (time: string): boolean => /^\d\d:\d\d$/.test(time) && minutes(time) <= 24 * 60;

/** What is wrong with a day: a time that is missing, an end that is the beginning, or two that overlap. */
export function dayFault(stretches: readonly Stretch[]): 'time' | 'empty' | 'overlap' | undefined {
  if (stretches.some(({ from, to }) => !isTime(from) || !isTime(to))) return 'time';
  if (stretches.some(({ from, to }) => from === to)) return 'empty';
  const sorted = [...stretches].sort((one, other) => minutes(one.from) - minutes(other.from));
  // One that ends before it begins lasts into the next day.
  const isOver = sorted.some(({ from, to }, index) => {
    const next = sorted[index + 1];
    return next && (minutes(to) < minutes(from) || minutes(next.from) < minutes(to));
  });
  return isOver ? 'overlap' : undefined;
}

/** What comes after the last stretch of a day. */
export function nextStretch(stretches: readonly Stretch[]): Stretch {
  const last = stretches.at(-1);
  if (!last) return { from: '09:00', to: '17:00' };
  const from = Math.min(minutes(last.to) + 60, 22 * 60);
  const written = (time: number): string => `${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`;
  return { from: written(from), to: written(Math.min(from + 4 * 60, 24 * 60 - 1)) };
}
