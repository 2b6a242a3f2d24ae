import type { ReactNode } from 'react';
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Says that somebody else has changed it meanwhile, and lets the choice between their version and one's own. */
export function Changed({ onReload, onOverwrite, onClose }: { onReload: () => void; onOverwrite: () => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Modal opened onClose={onClose} title={t('changed.title')} closeButtonProps={{ 'aria-label': t('thread.close') }}>
      <p>{t('changed.hint')}</p>
      <div className="modal-actions">
        <Button variant="default" onClick={onReload}>
          {t('changed.reload')}
        </Button>
        <Button onClick={onOverwrite}>{t('changed.overwrite')}</Button>
      </div>
    </Modal>
  );
}
