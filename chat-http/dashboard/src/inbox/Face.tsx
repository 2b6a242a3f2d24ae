import type { ReactNode } from 'react';

/** As many colours as the style sheet has for faces. */
const COLORS = 8;

export function colorOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return sum % COLORS;
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => word?.match(/\p{L}/u)?.[0] ?? '').join('').toLocaleUpperCase() || '#';
}

/** The initials of somebody, always in the same colour. */
export function Face({ id, name, size = 36, isPresent = false }: { id: string; name: string; size?: number; isPresent?: boolean }): ReactNode {
  return (
    <span className={`face face-${colorOf(id)} ${isPresent ? 'is-present' : ''}`} style={{ inlineSize: size, blockSize: size, fontSize: size * 0.38 }} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}
