import { type Day, DAYS } from './week.js';

/** A Monday that everybody can count from. */
const MONDAY = Date.UTC(2024, 0, 1);

export const dayName = (day: Day, language: string, weekday: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(new Date(MONDAY + DAYS.indexOf(day) * 86_400_000));

/** Days in words, those that follow each other as `Mon – Fri`. */
export function daysInWords(days: readonly Day[], language: string): string {
  const at = days.map((day) => DAYS.indexOf(day)).sort((one, other) => one - other);
  const runs: number[][] = [];
  for (const index of at) {
    const run = runs.at(-1);
    if (run && run.at(-1) === index - 1) run.push(index);
    else runs.push([index]);
  }
  const name = (index: number | undefined): string => dayName(DAYS[index ?? 0] ?? 'monday', language, 'short');
  return runs.map((run) => (run.length > 2 ? `${name(run[0])} – ${name(run.at(-1))}` : run.map(name).join(', '))).join(', ');
}
