import type { ReactNode } from 'react';
import { Alert, Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Code } from '../../admin/Copy.js';

/** The secret, the one time that it is shown. It does not go away by a click beside it. */
export function Secret({ secret, isRenewed, onClose }: { secret: string; isRenewed: boolean; onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Modal opened onClose={onClose} title={t('webhooks.secret')} size="lg" closeOnClickOutside={false} closeOnEscape={false} withCloseButton={false}>
      <div className="modal-form">
        <p>{t('webhooks.secretHint')}</p>
        <Code text={secret} what={t('webhooks.secret')} />
        <Alert color="yellow" variant="light">
          {isRenewed ? t('webhooks.secretBoth') : t('webhooks.secretNext')}
        </Alert>
      </div>
      <div className="modal-actions">
        <Button onClick={onClose}>{t('webhooks.secretKept')}</Button>
      </div>
    </Modal>
  );
}
