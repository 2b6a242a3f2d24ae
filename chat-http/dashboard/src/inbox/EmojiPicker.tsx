import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EMOJI, type Emoji, emojiFor, type Kind } from './emoji.js';

const FOUND_MAX = 60;
const RECENT = 'chat.emoji';
const RECENT_MAX = 16;
/** How many stand in a row, as the style sheet has it. */
const COLUMNS = 8;

const recent = (): string[] => (localStorage.getItem(RECENT) ?? '').split(' ').filter(Boolean);
export function noteEmoji(sign: string): void {
  localStorage.setItem(RECENT, [sign, ...recent().filter((it) => it !== sign)].slice(0, RECENT_MAX).join(' '));
}

/** Signs to pick from: those that were picked lately first. */
export default function EmojiPicker({ onPick }: { onPick: (sign: string) => void }): ReactNode {
  const { t } = useTranslation('inbox');
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  // It comes later than what it is in.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const groups = useMemo<[Kind | 'recent' | 'found', readonly Emoji[]][]>(() => {
    if (typed.trim()) return [['found', emojiFor(typed, FOUND_MAX)]];
    const kinds = [...new Set(EMOJI.map((it) => it.kind))];
    const lately = recent().flatMap((sign) => EMOJI.find((it) => it.sign === sign) ?? []);
    return [...(lately.length > 0 ? [['recent', lately] as ['recent', Emoji[]]] : []), ...kinds.map((kind): [Kind, Emoji[]] => [kind, EMOJI.filter((it) => it.kind === kind)])];
  }, [typed]);
  const pick = (sign: string): void => {
    noteEmoji(sign);
    onPick(sign);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.target === field.current) {
      event.preventDefault();
      const first = groups[0]?.[1][0];
      if (first && typed.trim()) pick(first.sign);
      return;
    }
    const toEnd = document.documentElement.dir === 'rtl' ? -1 : 1;
    const step = { ArrowRight: toEnd, ArrowLeft: -toEnd, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (!step || (event.target === field.current && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const all = [...(box.current?.querySelectorAll<HTMLElement>('.emoji button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) all[0]?.focus();
    else if (at + step < 0) field.current?.focus();
    else all[Math.min(all.length - 1, at + step)]?.focus();
  };
  return (
    <div className="emojis" ref={box} onKeyDown={pressed}>
      <input ref={field} type="search" value={typed} aria-label={t('emoji.search')} placeholder={t('emoji.search')} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
      <div className="emojis-all" tabIndex={-1}>
        {groups.map(([kind, all]) => (
          <section key={kind} aria-label={t(`emoji.${kind}`)}>
            <p aria-hidden>{t(`emoji.${kind}`)}</p>
            {all.length === 0 && <p className="dim">{t('emoji.none')}</p>}
            <div className="emoji">
              {all.map(({ sign, name }, index) => (
                // One stop for Tab in each group; the arrows go on from there.
                <button key={sign} type="button" tabIndex={index === 0 ? 0 : -1} aria-label={name} title={name} onClick={() => pick(sign)}>
                  {sign}
                </button>
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
