import { PAGES } from '../lib/chat.js';

/** The e-mail addresses in a text that people put together anyhow: with commas, on lines, as `Ann <ann@shop.example>`. */
export function addressesIn(text: string): { good: string[]; bad: string[] } {
  const good = new Map<string, string>();
  const bad: string[] = [];
  for (const part of text.split(/[\n,;]+/)) {
    const given = part.trim();
    if (!given) continue;
    const words = /<([^<>]*)>\s*$/.exec(given)?.[1] ?? given;
    for (const address of words.trim().split(/\s+/)) {
      if (/^[^@\s]+@[^@\s]+$/.test(address)) good.set(address.toLowerCase(), address);
      else bad.push(address);
    }
  }
  return { good: [...good.values()], bad };
}

/** Where somebody takes its place in the team. What it accepts with stays in the browser: no server sees what is after the `#`. */
export const invitationLink = (token: string, origin = location.origin, pages = PAGES): string => `${origin}${pages}invitation#token=${encodeURIComponent(token)}`;
