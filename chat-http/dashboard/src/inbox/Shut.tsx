import type { ReactNode } from 'react';
import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface ShutProps {
  /** What is written and cannot go out now. */
  text: string;
  /** Whether it was tried. */
  isRefused: boolean;
  /** What can be sent instead. */
  children: ReactNode;
}

/** What stands in place of the field when the customer can be written to by templates alone. */
export function Shut({ text, isRefused, children }: ShutProps): ReactNode {
  const { t } = useTranslation('inbox');
  return (
    <div className="shut">
      <div role="status">
        {isRefused && <p className="barred-title">{t('window.refused')}</p>}
        <p className="barred">{t('window.closed')}</p>
        {text && <p className="dim">{t('window.kept')}</p>}
      </div>
      {text && <blockquote dir="auto">{text}</blockquote>}
      {children}
    </div>
  );
}

/** What was too late to go out as it is, and is no text that could be written on. */
export function Refused({ onDiscard }: { onDiscard: () => void }): ReactNode {
  const { t } = useTranslation('inbox');
  return (
    <Alert color="yellow" variant="light" role="alert" title={t('window.refused')} className="held">
      <p>{t('window.closed')}</p>
      <div className="held-actions">
        <Button size="xs" variant="subtle" color="gray" onClick={onDiscard}>
          {t('thread.discard', { ns: 'main' })}
        </Button>
      </div>
    </Alert>
  );
}
