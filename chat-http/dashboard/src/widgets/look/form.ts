import type { Rest } from '@chat/client';

export type Field = Rest.WidgetFormField;
export type FieldType = Field['type'];
export const TYPES: readonly FieldType[] = ['text', 'email', 'phone', 'select', 'checkbox', 'consent'];
export const FIELDS_MAX = 10;
const NAME_MAX = 40;

/** A name for programs that comes of what people read, and that no other field has. */
export function nameFrom(label: string, taken: readonly string[], fallback: string): string {
  const words = label.normalize('NFKD').replace(/[^\w\s]/g, '').trim().toLowerCase().replace(/\s+/g, '_');
  const plain = (/^[a-z]/.test(words) ? words : fallback).slice(0, NAME_MAX - 3);
  if (!taken.includes(plain)) return plain;
  for (let count = 2; ; count += 1) if (!taken.includes(`${plain}_${count}`)) return `${plain}_${count}`;
}

/** A new field, named by its type until it has a label. */
export function newField(type: FieldType, label: string, language: string, taken: readonly string[]): Field {
  return { name: nameFrom(type === 'text' ? label : type, taken, type), type, label: { [language]: label }, required: type === 'consent', options: [], link: null };
}

/** The options of a select as lines. */
export const linesOf = ({ options }: Field, language: string): string => options.map((it) => it.label[language] ?? Object.values(it.label)[0] ?? it.value).join('\n');

/** Options from lines: a line that stands where one stood changes its words and keeps its value, so that what was answered stays known. */
export function optionsFrom(lines: string, before: Field['options'], language: string): Field['options'] {
  const texts = lines.split('\n').map((it) => it.trim()).filter(Boolean);
  const taken: string[] = [];
  return texts.map((text, at) => {
    const old = texts.length === before.length ? before[at] : before.find((it) => it.label[language] === text);
    const value = old && !taken.includes(old.value) ? old.value : nameFrom(text, taken, 'option');
    taken.push(value);
    return { value, label: { ...old?.label, [language]: text } };
  });
}

/** One place up or down. */
export function moved<It>(list: readonly It[], at: number, by: -1 | 1): It[] {
  const to = at + by;
  const [one, other] = [list[at], list[to]];
  if (one === undefined || other === undefined) return [...list];
  return list.map((it, place) => (place === at ? other : place === to ? one : it));
}
