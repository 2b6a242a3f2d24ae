import { type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Copy as CopyIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCopy } from './query.js';

/** A button that copies a text. */
export function Copy({ text, what }: { text: string; what?: string }): ReactNode {
  const { t } = useTranslation();
  const copy = useCopy();
  return (
    <Button size="xs" variant="default" leftSection={<CopyIcon size={14} aria-hidden />} onClick={() => void copy(text)} aria-label={what ? `${t('admin.copy')}: ${what}` : undefined}>
      {t('admin.copy')}
    </Button>
  );
}

/** Something to be copied as it stands: a key, a record, a line of code. */
export function Code({ text, what }: { text: string; what?: string }): ReactNode {
  return (
    <div className="code">
      <pre tabIndex={0} aria-label={what} dir="ltr">
        <code>{text}</code>
      </pre>
      <Copy text={text} what={what} />
    </div>
  );
}
