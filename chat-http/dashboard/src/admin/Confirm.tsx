import { type ReactNode, useState } from 'react';
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface ConfirmProps {
  title: string;
  /** What will happen, and whether it can be taken back. */
  children: ReactNode;
  /** What the button says: the deed, not "OK". */
  deed: string;
  isDangerous?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that is hard to take back. It closes by itself when it is done, and stays when it went wrong. */
export function Confirm({ title, children, deed, isDangerous = true, onConfirm, onClose }: ConfirmProps): ReactNode {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch {
      // Whoever does it has said what went wrong.
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('thread.close') }}>
      <div className="confirm">{children}</div>
      <div className="modal-actions">
        <Button variant="default" onClick={onClose}>
          {t('admin.cancel')}
        </Button>
        <Button color={isDangerous ? 'red' : undefined} loading={isBusy} onClick={() => void confirm()}>
          {deed}
        </Button>
      </div>
    </Modal>
  );
}
