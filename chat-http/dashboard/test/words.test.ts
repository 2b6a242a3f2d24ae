import { describe, expect, it } from 'vitest';
import { directionOf, isLanguage, LANGUAGES, preferred } from '../src/lib/words.js';

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

const FILES = import.meta.glob<Words>('../src/words/*/*.json', { eager: true, import: 'default' });
const found = Object.entries(FILES).map(([path, words]) => {
  const [, area = '', language = ''] = path.match(/(\w+)\/(\w+)\.json$/) ?? [];
  return { area, language, words };
});
const english = (area: string): Words => found.find((it) => it.area === area && it.language === 'en')!.words;
const forms = (language: string): string[] => new Intl.PluralRules(language).resolvedOptions().pluralCategories;

describe('every language', () => {
  it('has words for every area', () => {
    const areas = [...new Set(found.map((it) => it.area))];
    const missing = areas.flatMap((area) => Object.keys(LANGUAGES).filter((language) => !found.some((it) => it.area === area && it.language === language)).map((language) => `${area} ${language}`));
    expect(missing).toEqual([]);
  });

  for (const { area, language, words } of found) {
    it(`is one that can be chosen: ${area} ${language}`, () => expect(isLanguage(language)).toBe(true));

    it(`has all words: ${area} ${language}`, () => expect(names(words)).toEqual(names(english(area))));

    it(`puts the same into them: ${area} ${language}`, () => {
      const model = all(english(area));
      for (const [name, text] of all(words)) {
        const own = model.get(name) ?? model.get(name.replace(PLURAL, '_other')) ?? model.get(name.replace(PLURAL, ''));
        expect([name, places(text)]).toEqual([name, places(own ?? '')]);
      }
    });

    it(`has every form that its plurals take: ${area} ${language}`, () => {
      const own = all(words);
      for (const name of all(english(area)).keys()) {
        const base = name.replace(PLURAL, '');
        if (!name.endsWith('_other') || !names(words).includes(base)) continue;
        for (const form of forms(language)) expect(own.has(`${base}_${form}`), `${name}: ${form}`).toBe(true);
      }
    });
  }

  it('is chosen by what was kept, then by the browser', () => {
    expect(preferred('de', ['ar'])).toBe('de');
    expect(preferred(null, ['sv-SE', 'AR-EG', 'de'])).toBe('ar');
    expect(preferred('xx', ['sv'])).toBe('en');
    expect(directionOf('ar')).toBe('rtl');
    expect(directionOf('de')).toBe('ltr');
  });
});
