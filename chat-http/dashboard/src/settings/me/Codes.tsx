import { type ReactNode } from 'react';
import { Alert, Button, Modal } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Copy } from '../../admin/Copy.js';
import { download } from '../../lib/download.js';

/** The recovery codes, which nobody will ever see again: closing is a decision. */
export function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }): ReactNode {
  const { t } = useTranslation('me');
  const text = codes.join('\n');
  return (
    <Modal opened onClose={onClose} title={t('codes.title')} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
      <div className="modal-form">
        <p>{t('codes.hint')}</p>
        <ul className="codes" dir="ltr" aria-label={t('codes.title')}>
          {codes.map((it) => (
            <li key={it}>{it}</li>
          ))}
        </ul>
        <div className="page-actions">
          <Copy text={text} what={t('codes.title')} />
          <Button size="xs" variant="default" leftSection={<Download size={14} aria-hidden />} onClick={() => download('recovery-codes.txt', `${t('codes.title')} · ${location.host}\n\n${text}\n`)}>
            {t('codes.download')}
          </Button>
        </div>
        <Alert color="yellow" variant="light">
          {t('codes.once')}
        </Alert>
      </div>
      <div className="modal-actions">
        <Button onClick={onClose}>{t('codes.kept')}</Button>
      </div>
    </Modal>
  );
}
