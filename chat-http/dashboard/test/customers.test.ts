import { describe, expect, it } from 'vitest';
import { changedAttributes, toText, toValue } from '../src/customers/attributes.js';
import { faultOf, headingsOf, rowsOf } from '../src/customers/csv.js';
import { languageChoices } from '../src/customers/languages.js';
import { languageName } from '../src/lib/languages.js';
import { until } from '../src/lib/until.js';

describe('an attribute', () => {
  it.each([
    ['number', '1 500', { value: 1500 }],
    ['number', '1,5', { value: 1.5 }],
    ['number', '-3', { value: -3 }],
    ['number', 'many', { problem: 'number' }],
    ['number', '1,000,000', { problem: 'number' }],
    ['boolean', 'no', { value: false }],
    ['boolean', '', { value: null }],
    ['date', '2026-11-27', { value: '2026-11-27' }],
    ['link', 'shop.example', { problem: 'link' }],
    ['link', 'https://shop.example/1', { value: 'https://shop.example/1' }],
    ['text', '  hello ', { value: 'hello' }],
    ['select', 'Pro', { value: 'Pro' }],
  ] as const)('of type %s takes "%s"', (type, text, expected) => expect(toValue({ name: 'x', type }, text)).toEqual(expected));

  it('goes into a field and comes back the same', () => {
    for (const [type, value] of [['number', 1.5], ['boolean', false], ['boolean', true], ['text', 'a'], ['date', '2026-01-01']] as const) {
      expect(toValue({ name: 'x', type }, toText({ name: 'x', type }, value))).toEqual({ value });
    }
  });

  it('is told only when it was changed, and taken away when it was emptied', () => {
    const definitions = [{ name: 'seats', type: 'number' }, { name: 'plan', type: 'select' }, { name: 'crm', type: 'link' }] as const;
    expect(changedAttributes(definitions, { seats: 3, plan: 'Pro' }, { seats: '3', plan: '', crm: 'x' })).toEqual({ attributes: { plan: null }, problems: { crm: 'link' } });
  });
});

describe('a table', () => {
  it('is read with quotes, line ends of every kind, and a mark before it', () => {
    expect(rowsOf('\uFEFFname,email\r\n"Baker, Ann","say ""hi""\nthere"\n\nx,', 9)).toEqual([
      ['name', 'email'],
      ['Baker, Ann', 'say "hi"\nthere'],
      ['x', ''],
    ]);
    expect(rowsOf('a\nb\nc', 2)).toEqual([['a'], ['b']]);
    expect(rowsOf('', 2)).toEqual([]);
  });

  it.each([
    ['Name, EMAIL ,createdAt', null],
    ['whatsappphone', null],
    ['name,phone', 'who'],
    ['name,email,shoe size', 'unknown'],
    ['name;email', 'semicolons'],
  ])('with the columns "%s" is told what is wrong', (head, fault) => expect(faultOf(headingsOf(rowsOf(head, 1)[0]!))).toBe(fault));

  it('has columns that an import passes over', () => {
    expect(headingsOf(['id', 'Email']).map((it) => it.isPassedOver)).toEqual([true, false]);
  });
});

describe('languages', () => {
  it('are called what whoever reads calls them, and tags that are none stay', () => {
    expect(languageName('de', 'en')).toBe('German');
    expect(languageName('no such thing', 'en')).toBe('no such thing');
    expect(languageChoices('gsw', 'en').some((it) => it.value === 'gsw')).toBe(true);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-11-27T12:00:20Z', 'now'],
    ['2026-11-27T11:15:00Z', '45 minutes ago'],
    ['2026-11-26T12:00:00Z', '24 hours ago'],
    ['2026-11-25T12:00:00Z', '2 days ago'],
    ['2026-08-27T12:00:00Z', '3 months ago'],
    ['2023-11-27T12:00:00Z', '3 years ago'],
    ['2026-12-27T12:00:00Z', 'in 30 days'],
  ])('%s is %s', (at, words) => {
    const said = until(at, Date.parse('2026-11-27T12:00:00Z'), 'en');
    expect(said).toBe(words);
  });
});
