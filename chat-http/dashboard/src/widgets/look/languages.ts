/** The languages that are offered first; every other can be typed. */
export const COMMON = ['en', 'de', 'fr', 'es', 'it', 'pt', 'pt-BR', 'nl', 'pl', 'cs', 'sv', 'da', 'nb', 'fi', 'tr', 'uk', 'ru', 'el', 'ro', 'hu', 'bg', 'ar', 'he', 'fa', 'hi', 'ja', 'ko', 'zh', 'zh-TW', 'vi', 'th', 'id'];

/** What a language is called, with a capital at the front as in lists. */
export function languageName(tag: string, language: string): string {
  try {
    const name = new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  } catch {
    return tag;
  }
}
