import { expect, test } from 'vitest';

import type { Words } from '../src/frame/words';

const ALL = import.meta.glob<Words>('../src/frame/locales/*.json', { eager: true, import: 'default' });
const english = ALL['../src/frame/locales/en.json'] as Words;
const places = (phrase = ''): string[] => (phrase.match(/\{\w+\}/g) ?? []).sort();

test('there are at least twelve languages, and one is written from right to left', () => {
  expect(Object.keys(ALL).length).toBeGreaterThanOrEqual(12);
  expect(ALL).toHaveProperty(['../src/frame/locales/ar.json']);
});

test.each(Object.entries(ALL))('%s has every phrase, with the same places to fill', (_, words) => {
  expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  for (const [key, phrase] of Object.entries(words)) {
    expect(phrase.trim(), key).not.toBe('');
    expect(places(phrase), key).toEqual(places(english[key as keyof Words]));
  }
});
