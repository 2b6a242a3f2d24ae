import { type ReactNode, useEffect, useState } from 'react';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** What was sent and waits for a moment, in case it was not meant so. */
export function Waiting({ at, text, onUndo, onSend }: { at: number; text: string; onUndo: () => void; onSend: () => void }): ReactNode {
  const { t } = useTranslation('inbox');
  const [left, setLeft] = useState(() => Math.ceil((at - Date.now()) / 1000));
  useEffect(() => {
    const look = (): void => setLeft(Math.max(0, Math.ceil((at - Date.now()) / 1000)));
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [at]);
  return (
    <div className="waiting" role="status">
      <span dir="auto">{text}</span>
      <small aria-hidden>{t('composer.leaves', { count: left })}</small>
      <button type="button" onClick={onUndo}>
        <Undo2 size={14} aria-hidden className="flip" />
        {t('bulk.undo')}
      </button>
      <button type="button" onClick={onSend}>
        {t('composer.now')}
      </button>
    </div>
  );
}
