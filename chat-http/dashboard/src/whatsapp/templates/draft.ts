import type { Rest } from '@chat/client';
import { filled, type Media, partsOf, placesOf } from '../../templates/model.js';

export type ButtonKind = 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE';
export type Category = 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';

/** A button as it is written: where it leads, or an example of the code that it copies, is its `value`. */
export interface ButtonDraft {
  type: ButtonKind;
  text: string;
  value: string;
}

/** A template as it is written. */
export interface TemplateDraft {
  name: string;
  language: string;
  category: Category;
  /** What stands above the text: words, or a file. */
  above: 'text' | Media;
  header: string;
  /** The name of the file that is the example for whoever approves it; empty as long as none was chosen. */
  sample: string;
  body: string;
  footer: string;
  buttons: readonly ButtonDraft[];
  /** What stands in places for whoever approves it, by the keys of the places: `body 1`, `button 0`. */
  examples: Readonly<Record<string, string>>;
}

export const LIMITS = { name: 512, header: 60, body: 1024, footer: 60, buttonText: 25, url: 2000, phone: 20, code: 15, buttons: 10 } as const;
/** How many of each kind there may be. */
export const KIND_MAX: Record<ButtonKind, number> = { QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 };
export const KINDS = Object.keys(KIND_MAX) as ButtonKind[];
/** What may be an example of each: Meta takes no others. */
export const SAMPLES: Record<Media, { types: string; names: string; megabytes: number }> = {
  image: { types: 'image/jpeg,image/png', names: 'JPEG, PNG', megabytes: 5 },
  video: { types: 'video/mp4', names: 'MP4', megabytes: 16 },
  document: { types: 'application/pdf', names: 'PDF', megabytes: 100 },
};
export const CATEGORIES: readonly Category[] = ['UTILITY', 'MARKETING', 'AUTHENTICATION'];

export const NEW_TEMPLATE: TemplateDraft = { name: '', language: 'en_US', category: 'UTILITY', above: 'text', header: '', sample: '', body: '', footer: '', buttons: [], examples: {} };

type Fields = Record<string, unknown>;
const part = (components: unknown, type: string): Fields => (Array.isArray(components) ? ((components as Fields[]).find((it) => `${it?.type}`.toUpperCase() === type) ?? {}) : {});
const isKind = (word: string): word is ButtonKind => word in KIND_MAX;

/** Whether all of a template can be written here; what cannot is left as it is at Meta. */
export function isEditable({ components, category }: Pick<Rest.WhatsAppTemplate, 'components' | 'category'>): boolean {
  const { header, buttons, isTooMuch } = partsOf(components);
  return !isTooMuch && category.toUpperCase() !== 'AUTHENTICATION' && `${part(components, 'HEADER').format}`.toUpperCase() !== 'GIF' && !header.isPlace && buttons.every((it) => isKind(it.type));
}

/** A template that is there, as it is written. */
export function draftOf({ name, language, category, components }: Pick<Rest.WhatsAppTemplate, 'name' | 'language' | 'category' | 'components'>): TemplateDraft {
  const { header, body, footer, buttons } = partsOf(components);
  const examples: Record<string, string> = {};
  const note = (key: string, value: unknown): void => void (typeof value === 'string' && (examples[key] = value));
  for (const [name, text, type] of [['header', header.text, 'HEADER'], ['body', body, 'BODY']] as const) {
    const told = (part(components, type).example ?? {}) as Fields;
    const listed = [told[`${name}_text`]].flat(2);
    const named = [told[`${name}_text_named_params`]].flat() as (Fields | undefined)[];
    placesOf(text).forEach((place, index) => note(`${name} ${place}`, named.find((it) => it?.param_name === place)?.example ?? listed[index]));
  }
  const raw = (part(components, 'BUTTONS').buttons ?? []) as Fields[];
  buttons.forEach((it, index) => {
    if (it.type === 'URL') note(`button ${index}`, endOf(it.url, [raw[index]?.example].flat()[0]));
  });
  return {
    name,
    language,
    category: category.toUpperCase() as Category,
    above: header.media ?? 'text',
    header: header.text,
    sample: '',
    body,
    footer,
    buttons: buttons.flatMap(({ type, text, url, phone }, index) => (isKind(type) ? [{ type, text, value: type === 'URL' ? url : type === 'PHONE_NUMBER' ? phone : `${[raw[index]?.example].flat()[0] ?? ''}` }] : [])),
    examples,
  };
}

/** What an example of a whole address has in place of its variable. */
function endOf(url: string, example: unknown): string | undefined {
  const start = url.slice(0, url.indexOf('{{'));
  return typeof example === 'string' ? (example.startsWith(start) ? example.slice(start.length) : example) : undefined;
}

/** The keys of all places, in their order. */
export const exampleKeys = ({ above, header, body, buttons }: TemplateDraft): string[] => [
  ...(above === 'text' ? placesOf(header) : []).map((name) => `header ${name}`),
  ...placesOf(body).map((name) => `body ${name}`),
  ...buttons.flatMap((it, index) => (it.type === 'URL' && placesOf(it.value).length > 0 ? [`button ${index}`] : [])),
];

/** Whether its variables have names; Meta takes numbers or names, not both. */
export const isNamed = ({ above, header, body }: Pick<TemplateDraft, 'above' | 'header' | 'body'>): boolean => [above === 'text' ? header : '', body].flatMap(placesOf).some((it) => !/^\d+$/.test(it));

export type Fault = 'name' | 'long' | 'missing' | 'numbers' | 'mixed' | 'edges' | 'one' | 'none' | 'url' | 'phone';

/** What is wrong, by field. What is not there yet is not told, and keeps it from being handed in. */
export function faultsOf(draft: TemplateDraft): Partial<Record<string, Fault>> {
  const { name, body, footer, buttons, category } = draft;
  const header = draft.above === 'text' ? draft.header : '';
  const faults: Partial<Record<string, Fault>> = {};
  if (name !== '' && !/^[a-z0-9_]+$/.test(name)) faults.name = 'name';
  if (category === 'AUTHENTICATION') return faults;
  for (const [field, text] of [['header', header], ['body', body]] as const) {
    const names = placesOf(text);
    const numbers = names.filter((it) => /^\d+$/.test(it));
    if ([...text].length > LIMITS[field]) faults[field] = 'long';
    else if (numbers.length > 0 && isNamed(draft)) faults[field] = 'mixed';
    else if (numbers.some((it, place) => Number(it) !== place + 1)) faults[field] = 'numbers';
    else if (field === 'header' && names.length > 1) faults[field] = 'one';
    else if (field === 'body' && /^\s*\{\{\s*\w+\s*\}\}|\{\{\s*\w+\s*\}\}\s*$/.test(text)) faults[field] = 'edges';
  }
  if ([...footer].length > LIMITS.footer) faults.footer = 'long';
  else if (placesOf(footer).length > 0) faults.footer = 'none';
  buttons.forEach((it, index) => {
    if ([...it.text].length > LIMITS.buttonText) faults[`button ${index}`] = 'long';
    else if (it.type === 'URL' && it.value.trim() !== '' && !/^https?:\/\/\S+$/.test(it.value.trim())) faults[`button ${index}`] = 'url';
    else if (it.type === 'PHONE_NUMBER' && it.value.trim() !== '' && !/^\+?[\d\s()-]{5,20}$/.test(it.value.trim())) faults[`button ${index}`] = 'phone';
  });
  return faults;
}

/** Whether everything is there and right. */
export function isWhole(draft: TemplateDraft): boolean {
  if (draft.name === '' || Object.keys(faultsOf(draft)).length > 0) return false;
  if (draft.category === 'AUTHENTICATION') return true;
  if (draft.above !== 'text' && draft.sample === '') return false;
  const hasExamples = exampleKeys(draft).every((key) => (draft.examples[key] ?? '').trim() !== '');
  return draft.body.trim() !== '' && hasExamples && draft.buttons.every((it) => (it.type === 'COPY_CODE' || it.text.trim() !== '') && it.value.trim() !== '' || (it.type === 'QUICK_REPLY' && it.text.trim() !== ''));
}

/** How long a code is good, as the footer of a template for authentication says. */
const CODE_MINUTES = 10;

/** Its parts, as Meta takes them. Quick replies stand together, as they have to; the example of a file is told by its upload. */
export function componentsOf(draft: TemplateDraft, attachmentId = ''): Record<string, unknown>[] {
  const { above, header, body, footer, examples } = draft;
  if (draft.category === 'AUTHENTICATION') {
    return [{ type: 'BODY', add_security_recommendation: true }, { type: 'FOOTER', code_expiration_minutes: CODE_MINUTES }, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] }];
  }
  const named = isNamed(draft);
  const example = (name: 'header' | 'body', text: string): Record<string, unknown> => {
    const places = placesOf(text);
    const value = (place: string): string => (examples[`${name} ${place}`] ?? '').trim();
    if (places.length === 0) return {};
    if (named) return { example: { [`${name}_text_named_params`]: places.map((place) => ({ param_name: place, example: value(place) })) } };
    return { example: { [`${name}_text`]: name === 'body' ? [places.map(value)] : places.map(value) } };
  };
  const placed = draft.buttons.map((it, index) => ({ ...it, end: (examples[`button ${index}`] ?? '').trim() }));
  const buttons = [...placed.filter((it) => it.type === 'QUICK_REPLY'), ...placed.filter((it) => it.type !== 'QUICK_REPLY')].map(({ type, text, value, end }) => {
    const at = value.trim();
    switch (type) {
      case 'QUICK_REPLY':
        return { type, text: text.trim() };
      case 'URL':
        return { type, text: text.trim(), url: at, ...(placesOf(at).length > 0 && { example: [filled(at, () => end)] }) };
      case 'PHONE_NUMBER':
        return { type, text: text.trim(), phone_number: at };
      case 'COPY_CODE':
        return { type, example: at };
    }
  });
  return [
    ...(above !== 'text' ? [{ type: 'HEADER', format: above.toUpperCase(), example: { attachmentId } }] : header.trim() ? [{ type: 'HEADER', format: 'TEXT', text: header.trim(), ...example('header', header) }] : []),
    { type: 'BODY', text: body.trim(), ...example('body', body) },
    ...(footer.trim() ? [{ type: 'FOOTER', text: footer.trim() }] : []),
    ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons }] : []),
  ];
}
