import type { Rest } from '@chat/client';

type Definition = Pick<Rest.AttributeDefinition, 'name' | 'type'>;

/** An attribute's value as it stands in a field. */
export function toText({ type }: Definition, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (type === 'boolean') return value === true ? 'yes' : value === false ? 'no' : '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What a field says: nothing takes the value away, and what is no number is none. */
export function toValue({ type }: Definition, text: string): { value: unknown } | { problem: 'number' | 'link' } {
  const given = text.trim();
  if (given === '') return { value: null };
  if (type === 'boolean') return { value: given === 'yes' };
  if (type === 'link') return /^https?:\/\/\S+$/.test(given) ? { value: given } : { problem: 'link' };
  if (type !== 'number') return { value: given };
  // People write 1,5 where that is usual.
  const number = Number(given.replace(/\s/g, '').replace(/^([^.,]*),([^.,]*)$/, '$1.$2'));
  return Number.isFinite(number) ? { value: number } : { problem: 'number' };
}

/** What is different, as the server is told: only what was written to. */
export function changedAttributes(definitions: readonly Definition[], before: Record<string, unknown>, texts: Readonly<Record<string, string>>): { attributes: Record<string, unknown>; problems: Record<string, 'number' | 'link'> } {
  const attributes: Record<string, unknown> = {};
  const problems: Record<string, 'number' | 'link'> = {};
  for (const it of definitions) {
    const text = texts[it.name];
    if (text === undefined || text === toText(it, before[it.name])) continue;
    const found = toValue(it, text);
    if ('problem' in found) problems[it.name] = found.problem;
    else attributes[it.name] = found.value;
  }
  return { attributes, problems };
}
