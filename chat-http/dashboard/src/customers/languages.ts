import { languageName } from '../lib/languages.js';

/** Those that customers may be spoken to in most often; whatever else a customer has stays. */
export const LANGUAGES = ['ar', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fa', 'fi', 'fr', 'he', 'hi', 'hr', 'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv', 'ms', 'nb', 'nl', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'sw', 'ta', 'th', 'tr', 'uk', 'ur', 'vi', 'zh', 'zh-Hant'] as const;

/** Languages to choose from, in the order of their names, with the one that there is. */
export function languageChoices(current: string, inLanguage: string): { value: string; label: string }[] {
  const tags = new Set<string>([...LANGUAGES, ...(current ? [current] : [])]);
  return [...tags].map((value) => ({ value, label: languageName(value, inLanguage) })).sort((one, other) => one.label.localeCompare(other.label, inLanguage));
}
