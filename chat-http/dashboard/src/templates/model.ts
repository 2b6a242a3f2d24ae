import type { Rest } from '@chat/client';

type Fields = Record<string, unknown>;
const isFields = (it: unknown): it is Fields => typeof it === 'object' && it !== null && !Array.isArray(it);
const listOf = (it: unknown): Fields[] => (Array.isArray(it) ? it.filter(isFields) : []);
const textOf = (it: unknown): string => (typeof it === 'string' ? it : '');
const wordOf = (it: unknown): string => textOf(it).toUpperCase();

export type Media = 'image' | 'video' | 'document';

/** A button below a template. */
export interface TemplateButton {
  type: string;
  text: string;
  url: string;
  phone: string;
}

/** A template part by part. */
export interface TemplateParts {
  header: { text: string; media: Media | null; isPlace: boolean };
  body: string;
  footer: string;
  buttons: readonly TemplateButton[];
  /** Whether it has something that cannot be filled in here: cards, products, an offer that ends. */
  isTooMuch: boolean;
}

const MEDIA: Record<string, Media> = { IMAGE: 'image', VIDEO: 'video', GIF: 'video', DOCUMENT: 'document' };

/** Reads the parts as Meta has them. */
export function partsOf(components: unknown): TemplateParts {
  const all = listOf(components);
  const part = (type: string): Fields => all.find((it) => wordOf(it.type) === type) ?? {};
  const header = part('HEADER');
  const format = wordOf(header.format);
  const buttons = listOf(part('BUTTONS').buttons).map((it) => ({ type: wordOf(it.type), text: textOf(it.text), url: textOf(it.url), phone: textOf(it.phone_number) }));
  return {
    header: { text: format === 'TEXT' || format === '' ? textOf(header.text) : '', media: MEDIA[format] ?? null, isPlace: format === 'LOCATION' },
    body: textOf(part('BODY').text),
    footer: textOf(part('FOOTER').text),
    buttons,
    isTooMuch: format === 'PRODUCT' || all.some((it) => ['CAROUSEL', 'LIMITED_TIME_OFFER'].includes(wordOf(it.type))) || buttons.some((it) => it.type === 'MPM'),
  };
}

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

/** What stands between the braces of a text, each once: numbers in their order, names as they come. */
export function placesOf(text: string): string[] {
  const names = [...new Set([...text.matchAll(PLACE)].map((it) => it[1]!))];
  return names.every((it) => /^\d+$/.test(it)) ? names.sort((one, other) => Number(one) - Number(other)) : names;
}

/** A text with what is known in its places. */
export const filled = (text: string, value: (name: string) => string | undefined): string => text.replace(PLACE, (place, name: string) => value(name) || place);

/** Something that has to be given before a template can be sent. */
export interface Place {
  /** What it is called among the values: `body 1`, `button 0`. */
  key: string;
  part: 'header' | 'body' | 'button' | 'coupon' | 'code';
  /** Its number or name; of a button what that says. */
  name: string;
  max: number;
}

const VALUE_MAX = 1024;
const HEADER_MAX = 60;
const COUPON_MAX = 20;
const CODE_MAX = 15;
const URL_MAX = 2000;

export const isAuthentication = ({ category }: Pick<Rest.WhatsAppTemplate, 'category'>): boolean => category.toUpperCase() === 'AUTHENTICATION';

/** What has to be given. */
export function placesIn(template: Pick<Rest.WhatsAppTemplate, 'category' | 'components'>): Place[] {
  if (isAuthentication(template)) return [{ key: 'code', part: 'code', name: '', max: CODE_MAX }];
  const { header, body, buttons } = partsOf(template.components);
  const inText = (part: 'header' | 'body', text: string, max: number): Place[] => placesOf(text).map((name) => ({ key: `${part} ${name}`, part, name, max }));
  return [
    ...inText('header', header.text, HEADER_MAX),
    ...inText('body', body, VALUE_MAX),
    ...buttons.flatMap((it, index): Place[] => {
      if (it.type === 'URL' && placesOf(it.url).length > 0) return [{ key: `button ${index}`, part: 'button', name: it.text, max: URL_MAX }];
      return it.type === 'COPY_CODE' ? [{ key: `button ${index}`, part: 'coupon', name: it.text, max: COUPON_MAX }] : [];
    }),
  ];
}

/** What was typed, by the keys of places. */
export type Values = Readonly<Record<string, string>>;

/** What is wrong about a value, as Meta has it. */
export function wrongIn({ part, max }: Place, value: string): 'missing' | 'long' | 'lines' | null {
  if (value.trim() === '') return 'missing';
  if ([...value].length > max) return 'long';
  return (part === 'header' || part === 'body' || part === 'button') && (/[\n\r\t]/.test(value) || value.includes('     ')) ? 'lines' : null;
}

/** A place on the map for a header that shows one. */
export interface MapPlace {
  latitude: number;
  longitude: number;
  name?: string | undefined;
  address?: string | undefined;
}

/** What goes into a template, as the server takes it. */
export function parametersOf(template: Pick<Rest.WhatsAppTemplate, 'category' | 'components' | 'parameterFormat'>, values: Values, place: MapPlace | null = null): Record<string, unknown> {
  if (isAuthentication(template)) return { code: values.code?.trim() };
  const { header, body, buttons } = partsOf(template.components);
  const isNamed = template.parameterFormat ? template.parameterFormat.toUpperCase() === 'NAMED' : [header.text, body].flatMap(placesOf).some((it) => !/^\d+$/.test(it));
  const texts = (part: 'header' | 'body', text: string): unknown => {
    const names = placesOf(text);
    if (names.length === 0) return undefined;
    const value = (name: string): string => (values[`${part} ${name}`] ?? '').trim();
    return isNamed ? Object.fromEntries(names.map((name) => [name, value(name)])) : names.map(value);
  };
  const given = buttons.flatMap((it, index) => {
    const value = values[`button ${index}`]?.trim();
    if (!value) return [];
    return [it.type === 'COPY_CODE' ? { index, couponCode: value } : { index, text: value }];
  });
  const parameters = {
    header: texts('header', header.text),
    media: header.media ? { file: 0 } : undefined,
    location: header.isPlace && place ? place : undefined,
    body: texts('body', body),
    buttons: given.length > 0 ? given : undefined,
  };
  return Object.fromEntries(Object.entries(parameters).filter(([, it]) => it !== undefined));
}

/** Where the server's word for what is wrong belongs: `template.parameters.body[0]` is the first place of the body. */
export function placeOf(field: string, places: readonly Place[]): string | null {
  const [, part, rest = ''] = field.match(/^template\.parameters\.(\w+)(.*)$/) ?? [];
  if (part === 'code') return 'code';
  if (part !== 'header' && part !== 'body' && part !== 'buttons') return null;
  const own = places.filter((it) => (part === 'buttons' ? it.part === 'button' || it.part === 'coupon' : it.part === part));
  const number = rest.match(/^\[(\d+)\]/)?.[1];
  const found = number === undefined ? own.find((it) => `.${it.name}` === rest) : own[Number(number)];
  return found?.key ?? null;
}

/** Words of Meta that do not stop a template from being sent. */
const SENDABLE = new Set(['APPROVED', 'FLAGGED', 'REINSTATED', 'UNARCHIVED']);
export const isSendable = ({ status }: Pick<Rest.WhatsAppTemplate, 'status'>): boolean => SENDABLE.has(status.toUpperCase());

/** A template in all its languages. */
export interface Group {
  name: string;
  category: string;
  all: readonly Rest.WhatsAppTemplate[];
}

/** Templates by their names; what does not hold what is looked for is left out. */
export function grouped(templates: readonly Rest.WhatsAppTemplate[], wanted: string): Group[] {
  const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Rest.WhatsAppTemplate[]>();
  for (const it of templates) groups.set(it.name, [...(groups.get(it.name) ?? []), it]);
  return [...groups]
    .map(([name, all]) => ({ name, category: all[0]!.category, all }))
    .filter(({ name, all }) => {
      const text = [name, name.replaceAll('_', ' '), ...all.map((it) => partsOf(it.components).body)].join(' ').toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}

const plain = (tag: string): string => tag.toLowerCase().replace('_', '-');
const kin = (tag: string): string => plain(tag).split('-')[0]!;

/** Whether a template is in somebody's language, of whichever region. */
export const speaks = (template: Pick<Rest.WhatsAppTemplate, 'language'>, language: string | null | undefined): boolean => !!language && kin(template.language) === kin(language);

/** The one of a template's languages that somebody reads best: theirs, a kin of it, English, any. */
export function fitting(all: readonly Rest.WhatsAppTemplate[], language: string | null | undefined): Rest.WhatsAppTemplate | undefined {
  const wanted = language ?? '';
  return all.find((it) => plain(it.language) === plain(wanted)) ?? all.find((it) => kin(it.language) === kin(wanted)) ?? all.find((it) => kin(it.language) === 'en') ?? all[0];
}
