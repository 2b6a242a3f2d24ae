const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLocaleLowerCase();

/**
 * How well a text fits what was typed: every word of it has to be found, at the beginning of a word rather than within one, and rather
 * near the beginning. 0 when it does not fit.
 */
export function fit(text: string, typed: string): number {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const whole = plain(text);
  let sum = 1;
  for (const word of words) {
    const starts = [...whole.matchAll(/[\p{L}\p{N}]+/gu)].findIndex(([it]) => it.startsWith(word));
    if (starts >= 0) sum += 10 / (1 + starts);
    else if (whole.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

/** Those that fit, the best first; those that fit alike stay in their order. */
export function fitting<T>(all: readonly T[], typed: string, textOf: (it: T) => string, most: number): T[] {
  if (typed.trim() === '') return all.slice(0, most);
  return all
    .map((it, index) => ({ it, index, score: fit(textOf(it), typed) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .slice(0, most)
    .map(({ it }) => it);
}
