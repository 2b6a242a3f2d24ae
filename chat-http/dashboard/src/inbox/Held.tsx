import type { ReactNode } from 'react';
import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ThreadMessage } from './types.js';

interface HeldProps {
  message: ThreadMessage;
  messages: readonly ThreadMessage[];
  onSend: () => void;
  onEdit: () => void;
  onDiscard: () => void;
}

/** A reply that was held back since others have written meanwhile. */
export function Held({ message, messages, onSend, onEdit, onDiscard }: HeldProps): ReactNode {
  const { t } = useTranslation();
  const missed = message.pending?.error?.missed ?? [];
  return (
    <Alert color="yellow" variant="light" role="alert" title={t('composer.held')} className="held">
      <blockquote dir="auto">{message.content}</blockquote>
      <p>{t('composer.heldHint', { count: Math.max(1, missed.length) })}</p>
      <ul>
        {missed.slice(0, 5).map(({ seq, messageId }) => {
          const said = messages.find((it) => it.id === messageId);
          return <li key={seq}>{said && said.kind !== 'event' ? t('composer.missedMessage', { text: said.content }) : t('composer.missedChange')}</li>;
        })}
      </ul>
      <div className="held-actions">
        <Button size="xs" onClick={onSend}>
          {t('composer.sendAnyway')}
        </Button>
        <Button size="xs" variant="default" onClick={onEdit}>
          {t('composer.edit')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDiscard}>
          {t('thread.discard')}
        </Button>
      </div>
    </Alert>
  );
}
