import type { Rest } from '@chat/client';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof DAYS)[number];
export type Opening = Rest.WidgetOpening;

/** What a day is called: the fifth of January 1970 was a Monday. */
export const weekdayName = (day: Weekday, language: string): string => new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 5 + DAYS.indexOf(day))));

/** What an office usually has. */
export const OFFICE: Opening = { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' };

/** An opening with a day more or less, in the order of the week. */
export const toggled = (opening: Opening, day: Weekday): Opening => ({ ...opening, days: DAYS.filter((it) => (it === day ? !opening.days.includes(day) : opening.days.includes(it))) });
