import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words';

export interface EmojiProps {
  choose(emoji: string): void;
  close(): void;
}

const EMOJI = [
  ...'😀😃😄😁😅😂🤣😊🙂😉😍😘😋😎🤩🥳🤔🤨😐😴😷🤒🥺😢😭😤😡😱😬🙄😇🤗🤝👍👎👌✌🤞👏🙏💪👋👀🔥✨🎉🎁❤💔💯✅❌❓❗⏰📦🚚💳🛒📷📎📍🏠☀🌧⭐🌹☕🍕🍰🍾⚽🎵🚗✈',
];

/** The emoji that people use most, for those whose keyboard has none. */
export function Emoji({ choose, close }: EmojiProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      return close();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])];
    buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step]?.focus();
  };
  return (
    <div class="emoji" role="group" aria-label={t('emoji')} ref={box} onKeyDown={move}>
      {EMOJI.map((emoji, index) => (
        <button key={emoji} type="button" tabIndex={index ? -1 : 0} onClick={() => choose(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
