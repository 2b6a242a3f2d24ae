import type { ReactNode } from 'react';
import { Alert, Button } from '@mantine/core';
import { LayoutTemplate } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ThreadMessage } from './types.js';

/** What stands in place of the field when the customer can be written to by templates alone. */
export function Shut({ hasDraft, onPick }: { hasDraft: boolean; onPick: (() => void) | null }): ReactNode {
  const { t } = useTranslation('inbox');
  return (
    <div className="shut">
      <p className="barred">{t('window.closed')}</p>
      {hasDraft && <p className="dim">{t('window.kept')}</p>}
      {onPick && (
        <Button leftSection={<LayoutTemplate size={16} aria-hidden />} onClick={onPick}>
          {t('window.pick')}
        </Button>
      )}
    </div>
  );
}

/** A reply that was too late to go out as it is. */
export function Refused({ message, onPick, onDiscard }: { message: ThreadMessage; onPick: () => void; onDiscard: () => void }): ReactNode {
  const { t } = useTranslation('inbox');
  return (
    <Alert color="yellow" variant="light" role="alert" title={t('window.refused')} className="held">
      {message.content && <blockquote dir="auto">{message.content}</blockquote>}
      <p>{t('window.closed')}</p>
      <div className="held-actions">
        <Button size="xs" onClick={onPick}>
          {t('window.pick')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDiscard}>
          {t('thread.discard', { ns: 'main' })}
        </Button>
      </div>
    </Alert>
  );
}
