import type { Chat } from '../chat';
import type { View } from '../view';
import { day, t } from '../words';

export function List({ chat, view }: { chat: Chat; view: View }) {
  return (
    <div class="list">
      <ul>
        {view.conversations.map((it) => (
          <li key={it.id}>
            <button type="button" onClick={() => void chat.show(it.id)}>
              <span class={it.unreadCount ? 'unread' : ''}>{it.lastMessage || t('file')}</span>
              {it.unreadCount > 0 && <b>{t('unread', { n: it.unreadCount })}</b>}
              {it.lastMessageAt && <time dateTime={it.lastMessageAt}>{day(it.lastMessageAt)}</time>}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="primary" onClick={() => void chat.show(null)}>
        {t('start')}
      </button>
    </div>
  );
}
