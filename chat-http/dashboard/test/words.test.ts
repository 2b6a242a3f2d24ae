import { describe, expect, it } from 'vitest';
import ar from '../src/words/ar.json';
import de from '../src/words/de.json';
import en from '../src/words/en.json';
import { directionOf, preferred } from '../src/lib/words.js';

type Words = { [name: string]: string | Words };
const PLURAL = /_(zero|one|two|few|many|other)$/;

function all(words: Words, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(path + name, value);
    else for (const [inner, text] of all(value, `${path}${name}.`)) found.set(inner, text);
  }
  return found;
}
const names = (words: Words): string[] => [...new Set([...all(words).keys()].map((name) => name.replace(PLURAL, '')))].sort();
const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((it) => it[1]!).filter((it) => it !== 'count').sort();

describe('every language', () => {
  for (const [language, words] of Object.entries({ de, ar })) {
    it(`has all words: ${language}`, () => expect(names(words)).toEqual(names(en)));

    it(`puts the same into them: ${language}`, () => {
      const english = all(en);
      for (const [name, text] of all(words)) {
        const model = english.get(name) ?? english.get(name.replace(PLURAL, '_other')) ?? english.get(name.replace(PLURAL, ''));
        expect([name, places(text)]).toEqual([name, places(model ?? '')]);
      }
    });
  }

  it('has every form that its plurals take', () => {
    for (const [language, words] of Object.entries({ en, de, ar })) {
      const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const name of ['list.fresh', 'thread.events', 'connection.waiting', 'composer.heldHint']) {
        for (const form of wanted) expect(all(words).has(`${name}_${form}`), `${language} ${name}_${form}`).toBe(true);
      }
    }
  });

  it('is chosen by what was kept, then by the browser', () => {
    expect(preferred('de', ['ar'])).toBe('de');
    expect(preferred(null, ['fr-FR', 'AR-EG', 'de'])).toBe('ar');
    expect(preferred('xx', ['fr'])).toBe('en');
    expect(directionOf('ar')).toBe('rtl');
    expect(directionOf('de')).toBe('ltr');
  });
});
