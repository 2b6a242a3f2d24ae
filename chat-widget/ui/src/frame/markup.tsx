import type { ComponentChildren } from 'preact';

const TOKENS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])|\*(\S(?:[^*\n]*\S)?)\*|_(\S(?:[^_\n]*\S)?)_|~(\S(?:[^~\n]*\S)?)~|`([^`\n]+)`/g;

/** A text with the marks that WhatsApp knows and with links, as elements: never as markup in a string. */
export function marked(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [whole, link, bold, italic, struck, code] = match;
    const before = text[match.index - 1];
    // Marks within a word are no marks.
    if (!link && before && /[\p{L}\p{N}]/u.test(before)) continue;
    parts.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (link) parts.push(<a href={link} target="_blank" rel="noopener noreferrer nofollow">{link}</a>);
    else if (bold) parts.push(<strong>{marked(bold)}</strong>);
    else if (italic) parts.push(<em>{marked(italic)}</em>);
    else if (struck) parts.push(<s>{marked(struck)}</s>);
    else parts.push(<code>{code}</code>);
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== '');
}
