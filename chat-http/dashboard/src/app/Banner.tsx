import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { CloudOff } from 'lucide-react';
import { useChatClient, useConnection, useStore } from '@chat/react';
import { useTranslation } from 'react-i18next';

/** How long a connection may be away before anybody is told. */
const QUIET_MS = 1500;

function watchNetwork(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Says that there is no connection, and what becomes of what is written. */
export function Banner(): ReactNode {
  const { t } = useTranslation();
  const chat = useChatClient();
  const { status } = useConnection();
  const waiting = useStore(chat.outbox.waiting);
  const [isSeen, setSeen] = useState(false);
  // The browser knows of a lost network long before a socket finds out.
  const hasNetwork = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  const isAway = !hasNetwork || (status !== 'online' && status !== 'unauthorized');
  useEffect(() => {
    if (!isAway) return setSeen(false);
    const timer = setTimeout(() => setSeen(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [isAway]);
  return (
    <div role="status" className="banner-place">
      {isSeen && (
        <div className="banner">
          <CloudOff size={16} aria-hidden />
          <span>
            {t('connection.offline')} {waiting > 0 && t('connection.waiting', { count: waiting })}
          </span>
          <button type="button" onClick={() => void chat.connect().catch(() => {})}>
            {t('connection.retry')}
          </button>
        </div>
      )}
    </div>
  );
}
