import type { ReactNode } from 'react';
import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Says that something could not be loaded, and lets it be tried again. */
export function Failed({ text, onRetry }: { text: string; onRetry: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <Alert color="red" variant="light" role="alert" className="alert">
        {text}
      </Alert>
      <Button variant="default" onClick={onRetry}>
        {t('list.retry')}
      </Button>
    </div>
  );
}
