import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../words/en.json';

/** What the dashboard speaks, with what each language calls itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'chat.language';
const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<{ default: object }>> = {
  de: () => import('../words/de.json'),
  ar: () => import('../words/ar.json'),
};

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
    resources: { en: { translation: en } },
    // What is put into texts goes into the page as text.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  await speak(preferred(localStorage.getItem(KEPT), navigator.languages));
  return i18next;
}

export async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await LOADERS[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await speak(language);
}
