/** A sign that was typed, with the word after it that says what is looked for. */
export interface Trigger {
  sign: '/' | '@' | ':' | '#';
  word: string;
  start: number;
  end: number;
}

/**
 * What stands before the caret: at the beginning or after white space `/` asks for canned responses, `@` for people, `#` for labels, and
 * `:` with two letters, which no time has, for emoji.
 */
export function triggerOf(text: string, caret: number): Trigger | null {
  const found = /(?:^|\s)(?:([/@#])([^\s/@#]{0,40})|(:)(\p{L}[\p{L}_+-]{1,30}))$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const word = found[2] ?? found[4] ?? '';
  return { sign: (found[1] ?? found[3]) as Trigger['sign'], word, start: caret - word.length - 1, end: caret };
}

/** Puts something in place of what was typed. */
export function applied(text: string, { start, end }: Trigger | Pick<Trigger, 'start' | 'end'>, insert: string): { text: string; caret: number } {
  return { text: text.slice(0, start) + insert + text.slice(end), caret: start + insert.length };
}
