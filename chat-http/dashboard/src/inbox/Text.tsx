import { Fragment, memo, type ReactNode } from 'react';

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

/** Where the addresses in a text are. */
export function partsOf(text: string): { text: string; isLink: boolean }[] {
  const parts: { text: string; isLink: boolean }[] = [];
  let end = 0;
  for (const { 0: link, index } of text.matchAll(LINK)) {
    if (index > end) parts.push({ text: text.slice(end, index), isLink: false });
    parts.push({ text: link, isLink: true });
    end = index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isLink: false });
  return parts;
}

/** What somebody wrote, as text; addresses can be followed. */
export const Text = memo(function Text({ children }: { children: string }): ReactNode {
  return (
    <p className="text" dir="auto">
      {partsOf(children).map(({ text, isLink }, index) =>
        isLink ? (
          <a key={index} href={text} target="_blank" rel="noreferrer nofollow">
            {text}
          </a>
        ) : (
          <Fragment key={index}>{text}</Fragment>
        ),
      )}
    </p>
  );
});
