import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message, Status } from '../../common/visitor';
import type { Chat, View } from '../chat';
import { marked } from '../markup';
import { day, t, time } from '../words';

const TICKS: Record<Status, string> = { queued: '🕓', sent: '✓', delivered: '✓✓', read: '✓✓', failed: '⚠' };

export function Log({ chat, view }: { chat: Chat; view: View }) {
  const { messages, waiting, settings, typist, hasOlder, isLoaded } = view;
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [news, setNews] = useState(0);
  const last = messages.at(-1);
  const count = messages.length + waiting.length;
  const seen = useRef(count);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const added = count - seen.current;
    seen.current = count;
    if (isAtEnd.current || last?.senderType === 'customer') element.scrollTop = element.scrollHeight;
    else if (added > 0) setNews((before) => before + added);
  }, [count, last?.id, typist]);

  const scrolled = (): void => {
    const element = box.current;
    if (!element) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    if (isAtEnd.current) setNews(0);
  };
  const down = (): void => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
    setNews(0);
  };

  return (
    <>
      <div class="log" role="log" aria-live="polite" aria-label={t('log')} tabIndex={0} ref={box} onScroll={scrolled}>
        {hasOlder && (
          <button type="button" class="older" onClick={() => void chat.older()}>
            {t('older')}
          </button>
        )}
        {count === 0 && isLoaded && <p class="hint">{settings?.welcome || t('empty')}</p>}
        <ul>
          {messages.map((message, index) => (
            <Line key={message.id} message={message} before={messages[index - 1]} hasAvatars={!!settings?.hasAvatars} />
          ))}
          {waiting.map(({ clientMessageId, content, problem }) => (
            <li key={clientMessageId} class="own">
              <div class={problem ? 'bubble failed' : 'bubble waiting'}>{marked(content)}</div>
              <p class="meta">
                {problem ? `${t('failed')}: ${problem}` : t('queued')}
                {problem && (
                  <>
                    <button type="button" onClick={() => chat.retry(clientMessageId)}>{t('retry')}</button>
                    <button type="button" onClick={() => chat.discard(clientMessageId)}>{t('discard')}</button>
                  </>
                )}
              </p>
            </li>
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

function Line({ message, before, hasAvatars }: { message: Message; before: Message | undefined; hasAvatars: boolean }) {
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
        <div class="bubble" dir="auto">{marked(message.content)}</div>
        <p class="meta">
          <time dateTime={message.createdAt}>{time(message.createdAt)}</time>
          {isOwn && (
            <span class={message.status} role="img" aria-label={t(message.status)}>{TICKS[message.status]}</span>
          )}
        </p>
      </li>
    </>
  );
}
