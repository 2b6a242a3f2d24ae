/** What a language is called in another. */
export function languageName(tag: string, inLanguage: string): string {
  try {
    return new Intl.DisplayNames(inLanguage, { type: 'language' }).of(tag) ?? tag;
  } catch {
    // Customers have come with tags that are none.
    return tag;
  }
}
