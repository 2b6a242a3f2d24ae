import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import main from '../words/main/en.json';

/** What the dashboard speaks, with what each language calls itself. */
export const LANGUAGES = {
  ar: 'العربية',
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  ja: '日本語',
  nl: 'Nederlands',
  pl: 'Polski',
  pt: 'Português',
  tr: 'Türkçe',
  uk: 'Українська',
  zh: '中文',
} as const;
export type Language = keyof typeof LANGUAGES;

/** The words that every page needs. Each area has others of its own, which come along with it. */
export const MAIN = 'main';

const KEPT = 'chat.language';
const FILES = import.meta.glob<{ default: object }>(['../words/*/*.json', '!../words/main/en.json']);

export const isLanguage = (word: string): word is Language => word in LANGUAGES;

/** Which way a language is written. */
export const directionOf = (language: string): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** The first of the browser's languages that is spoken here. */
export function preferred(kept: string | null, wanted: readonly string[]): Language {
  const found = [kept ?? '', ...wanted].map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage);
  return found ?? 'en';
}

export async function startWords(): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: MAIN,
    fallbackNS: MAIN,
    resources: { en: { [MAIN]: main } },
    // What is put into texts goes into the page as text.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  await speak(preferred(localStorage.getItem(KEPT), navigator.languages));
  return i18next;
}

/** The areas whose words are in use. */
const areas = new Set([MAIN]);

async function load(language: string, area: string): Promise<void> {
  const file = FILES[`../words/${area}/${language}.json`];
  if (file && !i18next.hasResourceBundle(language, area)) i18next.addResourceBundle(language, area, (await file()).default);
}

/** Loads an area's words: a lazy page waits for them beside its code. */
export async function learn(area: string): Promise<void> {
  areas.add(area);
  await Promise.all([...new Set(['en', i18next.language])].map((language) => load(language, area)));
}

export async function speak(language: Language): Promise<void> {
  await Promise.all([...areas].map((area) => load(language, area)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await speak(language);
}
