import type { ReactNode } from 'react';
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AttentionSettings } from '../lib/AttentionSettings.js';

/** How somebody likes it, over whatever page they are on. */
export default function Preferences({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('inbox:attention.title')} closeButtonProps={{ 'aria-label': t('thread.close') }}>
      <AttentionSettings />
    </Modal>
  );
}
