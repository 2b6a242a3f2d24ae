/** The fewest characters that the server takes. */
export const PASSWORD_MIN = 10;

export type Strength = { level: 'short'; missing: number } | { level: 'weak' | 'fair' | 'good' };

/** What everybody tries first. */
const COMMON = /passw[o0]rd|qwert|asdf|letmein|welcome|iloveyou|abc123|admin|dragon|monkey|football|kennwort|passwort|hallo/gi;

/** Runs such as `1234`, `dcba` and `aaaa`, which count as one letter. */
function withoutRuns(text: string): string {
  const letters = Array.from(text);
  return letters.filter((letter, index) => {
    const step = (letter.codePointAt(0) ?? 0) - (letters[index - 1]?.codePointAt(0) ?? Number.NaN);
    return !(Math.abs(step) <= 1);
  }).join('');
}

/**
 * How hard a password is to guess, roughly: what is common, what runs on and what is known of its owner counts little, and length counts
 * more than signs.
 */
export function strengthOf(password: string, known: readonly string[] = []): Strength {
  const length = Array.from(password).length;
  if (length < PASSWORD_MIN) return { level: 'short', missing: PASSWORD_MIN - length };
  let rest = password.replace(COMMON, '');
  for (const word of known.flatMap((it) => it.toLowerCase().split(/[^\p{L}\p{N}]+/u))) if (word.length > 2) rest = rest.replaceAll(new RegExp(word, 'giu'), '');
  rest = withoutRuns(rest);
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(rest)).length;
  const different = new Set(rest.toLowerCase()).size;
  const weight = Math.min(Array.from(rest).length, different * 2) + (kinds - 1) * 2;
  return { level: weight < 10 ? 'weak' : weight < 16 ? 'fair' : 'good' };
}
