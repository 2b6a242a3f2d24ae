import type { ReactNode } from 'react';
import { Modal } from '@mantine/core';
import { useChatClient, useCustomer } from '@chat/react';
import { useTranslation } from 'react-i18next';
import type { Conversation, Thread } from '../inbox/types.js';
import { Choose } from './Choose.js';

interface PickerProps {
  conversation: Conversation;
  thread: Thread;
  /** The template to begin with. */
  name: string | null;
  onSent: () => void;
  onClose: () => void;
}

/** A template for the customer of a conversation. */
export default function Picker({ conversation, thread, name, onSent, onClose }: PickerProps): ReactNode {
  const { t } = useTranslation('templates');
  const chat = useChatClient();
  const customer = useCustomer(conversation.customerId);
  const { id, accountId } = conversation;
  return (
    <Modal opened onClose={onClose} size="xl" title={t('title')} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      {accountId && (
        <Choose
          accountId={accountId}
          language={customer?.language}
          name={name}
          onClose={onClose}
          onSend={async (body) => {
            thread.put(await chat.api.post('/api/v1/conversations/{id}/messages', { path: { id }, body }));
            onSent();
            onClose();
          }}
        />
      )}
    </Modal>
  );
}
