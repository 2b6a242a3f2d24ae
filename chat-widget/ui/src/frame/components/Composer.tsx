import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../chat';
import type { View } from '../view';
import { t } from '../words';
import type { EmojiProps } from './Emoji';
import { Icon } from './Icon';
import { useFiles } from './useLater';

/** The longest message in characters. */
const CHARS_MAX = 4096;

export function Composer({ chat, view }: { chat: Chat; view: View }) {
  const { draft, isOpen, isMobile, current, conversations, settings, uploads } = view;
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [Emoji, setEmoji] = useState<ComponentType<EmojiProps> | null>(null);
  const chosen = view.files.filter((it) => !it.of);
  const going = chosen.filter((it) => !it.problem);
  const parts = useFiles(chosen.length > 0);
  const isTooLong = [...draft].length > CHARS_MAX;
  const isClosed = conversations.some((it) => it.id === current && it.status === 'closed');

  // On a phone the keyboard would jump up at once.
  useEffect(() => {
    if (isOpen && !isMobile) field.current?.focus();
  }, [isOpen, isMobile, current]);

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 140)}px`;
  }, [draft]);

  const send = (): void => {
    if (isTooLong) return;
    chat.send(draft, going);
    field.current?.focus();
  };
  const insert = (text: string): void => {
    const element = field.current;
    const [from, to] = [element?.selectionStart ?? draft.length, element?.selectionEnd ?? draft.length];
    chat.draft(draft.slice(0, from) + text + draft.slice(to));
    setEmoji(null);
    element?.focus();
  };
  const toggle = async (): Promise<void> => {
    const next = Emoji ? null : (await import('./Emoji')).Emoji;
    setEmoji(() => next);
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isClosed && <p class="hint">{t('closed')}</p>}
      {Emoji && <Emoji choose={insert} close={() => setEmoji(null)} />}
      {parts && chosen.length > 0 && <parts.Tray chat={chat} view={view} />}
      <div class="row">
        {uploads && (
          <>
            <input
              type="file"
              hidden
              multiple
              accept={uploads.types.join()}
              ref={picker}
              onChange={({ currentTarget }) => {
                void chat.attach([...(currentTarget.files ?? [])]);
                // The same file may be chosen once more.
                currentTarget.value = '';
                field.current?.focus();
              }}
            />
            <button type="button" class="icon" aria-label={t('attach')} onClick={() => picker.current?.click()}>
              <Icon name="clip" />
            </button>
          </>
        )}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft}
          placeholder={settings?.placeholder || t('compose')}
          aria-label={t('compose')}
          aria-invalid={isTooLong}
          aria-describedby={isTooLong ? 'limit' : undefined}
          onInput={({ currentTarget }) => chat.draft(currentTarget.value)}
          onKeyDown={(event) => {
            // While characters are being composed, Enter belongs to the keyboard.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="button" class="icon desk" aria-label={t('emoji')} aria-expanded={!!Emoji} onClick={() => void toggle()}>
          <Icon name="emoji" />
        </button>
        <button type="submit" class="icon go" aria-label={t('send')} disabled={(!draft.trim() && going.length === 0) || isTooLong}>
          <Icon name="send" />
        </button>
      </div>
      {isTooLong && (
        <p id="limit" class="wrong" role="alert">
          {t('tooLong', { max: CHARS_MAX })}
        </p>
      )}
    </form>
  );
}
