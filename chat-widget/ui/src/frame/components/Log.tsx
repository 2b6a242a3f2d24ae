import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message, Status } from '../../common/visitor';
import type { Chat } from '../chat';
import { marked } from '../markup';
import type { Waiting } from '../outbox';
import type { View } from '../view';
import { day, t, time } from '../words';
import { type FileParts, useFiles } from './useLater';

const TICKS: Record<Status, string> = { queued: '🕓', sent: '✓', delivered: '✓✓', read: '✓✓', failed: '⚠' };

export function Log({ chat, view }: { chat: Chat; view: View }) {
  const { messages, waiting, files, settings, typist, hasOlder, isLoaded } = view;
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const top = useRef(0);
  const [news, setNews] = useState(0);
  const last = messages.at(-1);
  const count = messages.length + waiting.length;
  const seen = useRef(count);
  const parts = useFiles(files.some((it) => it.of) || messages.some((it) => it.attachments.length > 0));

  // At once: while it glides, what comes meanwhile would find it away from its end.
  const toEnd = (): void => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'instant' });

  useLayoutEffect(() => {
    const added = count - seen.current;
    seen.current = count;
    if (isAtEnd.current || last?.senderType === 'customer') toEnd();
    else if (added > 0) setNews((before) => before + added);
  }, [count, last?.id, typist, parts]);

  // What is below it grows, and so does a keyboard.
  useEffect(() => {
    const observer = new ResizeObserver(() => isAtEnd.current && toEnd());
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  const scrolled = (): void => {
    const element = box.current;
    if (!element) return;
    const { scrollTop } = element;
    // Only who goes up has left the end: what is below may have grown before this is heard.
    if (element.scrollHeight - scrollTop - element.clientHeight < 40) isAtEnd.current = true;
    else if (scrollTop < top.current) isAtEnd.current = false;
    top.current = scrollTop;
    if (isAtEnd.current) setNews(0);
  };
  const down = (): void => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
    setNews(0);
  };

  return (
    <>
      <div
        class="log"
        role="log"
        aria-live="polite"
        aria-label={t('log')}
        tabIndex={0}
        ref={box}
        onScroll={scrolled}
        onLoadCapture={() => isAtEnd.current && toEnd()}
      >
        {hasOlder && (
          <button type="button" class="older" onClick={() => void chat.older()}>
            {t('older')}
          </button>
        )}
        {count === 0 && isLoaded && <p class="hint">{settings?.welcome || t('empty')}</p>}
        <ul>
          {messages.map((message, index) => (
            <Line
              key={message.id}
              message={message}
              before={messages[index - 1]}
              hasAvatars={!!settings?.hasAvatars}
              parts={parts}
            />
          ))}
          {waiting.map((it) => (
            <Pending key={it.clientMessageId} chat={chat} view={view} it={it} parts={parts} />
          ))}
        </ul>
      </div>
      {news > 0 && (
        <button type="button" class="news" onClick={down}>
          {t('news', { n: news })}
        </button>
      )}
      <p class="typing" role="status">
        {typist === null ? '' : t('typing', { name: typist || t('somebody') })}
      </p>
    </>
  );
}

interface PendingProps {
  chat: Chat;
  view: View;
  it: Waiting;
  parts: FileParts | undefined;
}

/** A message that the server does not have yet. */
function Pending({ chat, view, it, parts }: PendingProps) {
  const { clientMessageId: id, content, problem } = it;
  const files = view.files.filter(({ of }) => of === id);
  const isStuck = !!problem || files.some((file) => file.problem);
  const isWhole = files.every((file) => file.attachment);
  const state = isStuck ? t('failed') : t(isWhole ? 'queued' : 'uploading');
  return (
    <li class="own">
      {content && <div class={problem ? 'bubble failed' : 'bubble waiting'}>{marked(content)}</div>}
      {parts && files.length > 0 && <parts.Enclosures chat={chat} view={view} files={files} />}
      <p class="meta">
        {problem ? `${state}: ${problem}` : state}
        {problem && <button type="button" onClick={() => chat.retry(id)}>{t('retry')}</button>}
        {isStuck && <button type="button" onClick={() => chat.discard(id)}>{t('discard')}</button>}
      </p>
    </li>
  );
}

interface LineProps {
  message: Message;
  before: Message | undefined;
  hasAvatars: boolean;
  parts: FileParts | undefined;
}

function Line({ message, before, hasAvatars, parts }: LineProps) {
  const { attachments, content, isEdited, isDeleted } = message;
  const isOwn = message.senderType === 'customer';
  const isNewDay = !before || day(before.createdAt) !== day(message.createdAt);
  const isGrouped = !isNewDay && before?.senderType === message.senderType && before.senderName === message.senderName;
  const name = message.senderName ?? t('team');
  return (
    <>
      {isNewDay && <li class="day">{day(message.createdAt)}</li>}
      <li class={isOwn ? 'own' : 'theirs'} id={message.id}>
        {!isOwn && !isGrouped && (
          <p class="name">
            {hasAvatars && <span class="avatar" aria-hidden="true">{[...name][0]}</span>}
            {name}
          </p>
        )}
        {content && <div class="bubble" dir="auto">{marked(content)}</div>}
        {isDeleted && <div class="bubble deleted">{t('deleted')}</div>}
        {parts && attachments.length > 0 && <parts.Attachments files={attachments} />}
        <p class="meta">
          <time dateTime={message.createdAt}>{time(message.createdAt)}</time>
          {isEdited && !isDeleted && t('edited')}
          {isOwn && (
            <span class={message.status} role="img" aria-label={t(message.status)}>{TICKS[message.status]}</span>
          )}
        </p>
      </li>
    </>
  );
}
