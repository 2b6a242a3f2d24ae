import english from './locales/en.json';

export type Words = typeof english;

const OTHERS = import.meta.glob<{ default: Words }>(['./locales/*.json', '!./locales/en.json']);

let words: Words = english;
/** What is spoken now. */
export let lang = 'en';

/** Speaks a language, if it is one of ours; English otherwise. */
export async function speak(wanted: string): Promise<void> {
  const base = wanted.split('-')[0] ?? 'en';
  const load = OTHERS[`./locales/${wanted}.json`] ?? OTHERS[`./locales/${base}.json`];
  words = load ? { ...english, ...(await load()).default } : english;
  lang = load ? wanted : 'en';
}

/** A phrase in the visitor's language. */
export function t(name: keyof Words, values: Record<string, string | number> = {}): string {
  return words[name].replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
}

export const time = (at: string): string =>
  new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));

export function day(at: string): string {
  const days = Math.round((startOf(new Date(at)) - startOf(new Date())) / 86_400_000);
  if (days > -2) return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(days, 'day');
  return new Intl.DateTimeFormat(lang, { dateStyle: 'medium' }).format(new Date(at));
}

export const moment = (at: string): string =>
  new Intl.DateTimeFormat(lang, { weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(new Date(at));

function startOf(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
