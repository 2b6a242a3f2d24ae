import { dates, numbers, relativeTimes } from './formats.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, as short as can be: `now`, `4 min`, `3 h`, `Tue`, `4 Mar`. */
export function ago(at: string, now: number, language: string): string {
  const past = now - Date.parse(at);
  const unit = (value: number, name: string): string =>
    numbers(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (past < MINUTE) return relativeTimes(language, { numeric: 'auto', style: 'short' }).format(0, 'second');
  if (past < HOUR) return unit(Math.floor(past / MINUTE), 'minute');
  if (past < DAY) return unit(Math.floor(past / HOUR), 'hour');
  if (past < 6 * DAY) return dates(language, { weekday: 'short' }).format(new Date(at));
  return dates(language, { day: 'numeric', month: 'short' }).format(new Date(at));
}

/** How long something has been going on. */
export function lasting(since: string, now: number, language: string): string {
  const past = Math.max(0, now - Date.parse(since));
  const [value, unit] = past < HOUR ? [Math.floor(past / MINUTE), 'minute'] : past < DAY ? [Math.floor(past / HOUR), 'hour'] : [Math.floor(past / DAY), 'day'];
  return numbers(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** How much time is left: minutes in the last hour, hours before. */
export function remaining(until: number, now: number, language: string): string {
  const left = Math.max(0, until - now);
  const [value, unit] = left < HOUR ? [Math.ceil(left / MINUTE), 'minute'] : [Math.floor(left / HOUR), 'hour'];
  return numbers(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** How urgent a wait has become. */
export function urgency(since: string, now: number): 'calm' | 'soon' | 'late' {
  const past = now - Date.parse(since);
  return past < 10 * MINUTE ? 'calm' : past < HOUR ? 'soon' : 'late';
}

export const clock = (at: string | number | Date, language: string): string =>
  dates(language, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));

export const moment = (at: string | number | Date, language: string): string =>
  dates(language, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(at));

export const day = (at: string, language: string): string =>
  dates(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at));

/** The days from the one of `at` to today, by the calendar. */
export function daysAgo(at: string, now: number): number {
  const start = (moment: number): number => new Date(moment).setHours(0, 0, 0, 0);
  return Math.round((start(now) - start(Date.parse(at))) / DAY);
}

/** Until when things can be put off. */
export function snoozes(now: number): { name: 'hour' | 'hours' | 'tomorrow' | 'week'; until: Date }[] {
  const morning = (days: number): Date => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(9, 0, 0, 0);
    return date;
  };
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return [
    { name: 'hour', until: new Date(now + HOUR) },
    { name: 'hours', until: new Date(now + 4 * HOUR) },
    { name: 'tomorrow', until: morning(1) },
    { name: 'week', until: morning(toMonday) },
  ];
}
