/** The most that can be said in one message. */
export const CHARS_MAX = 4096;

/** What stands for a place, by the place's name: a text, or null for what is known to be unknown. */
export type Sample = Readonly<Record<string, string | null>>;

export interface Stretch {
  text: string;
  /** What it is: as it was written, filled in, or a place that there is not. */
  kind: 'text' | 'filled' | 'unknown';
}

/** Fills the places of a text as the server does: `{{customer.name|there}}` becomes the name, or what follows the bar. */
export function filledWith(text: string, sample: Sample): Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{\{(.*?)\}\}/gs)) {
    if (match.index > at) found.push({ text: text.slice(at, match.index), kind: 'text' });
    at = match.index + match[0].length;
    const [name = '', ...otherwise] = (match[1] ?? '').split('|');
    const value = sample[name.trim()];
    if (value === undefined) found.push({ text: match[0], kind: 'unknown' });
    else if (value || otherwise.length > 0) found.push({ text: value || otherwise.join('|').trim(), kind: 'filled' });
  }
  if (at < text.length) found.push({ text: text.slice(at), kind: 'text' });
  return found;
}

/** Puts a place where the caret is. */
export function withPlace(text: string, start: number, end: number, place: string): { text: string; caret: number } {
  const insert = `{{${place}}}`;
  return { text: text.slice(0, start) + insert + text.slice(end), caret: start + insert.length };
}
