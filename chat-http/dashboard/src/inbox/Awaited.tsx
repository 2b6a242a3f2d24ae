import type { ReactNode } from 'react';
import { CircleAlert, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ThreadMessage } from './types.js';

const MEDIA = new Set(['image', 'video', 'audio', 'document', 'sticker']);

/** Whether the files of a customer's message are still at its provider, or cannot be had. */
export const isAwaited = ({ messageType, senderType, attachments, deletedAt }: Pick<ThreadMessage, 'messageType' | 'senderType' | 'attachments' | 'deletedAt'>): boolean =>
  senderType === 'customer' && MEDIA.has(messageType) && attachments.length === 0 && !deletedAt;

/** What stands where a file will be, or why there will be none. */
export function Awaited({ message: { messageType, error } }: { message: ThreadMessage }): ReactNode {
  const { t } = useTranslation('inbox');
  const kind = t(`awaited.${messageType}`);
  const Icon = error ? CircleAlert : LoaderCircle;
  return (
    <p className={`awaited ${error ? 'is-wrong' : ''}`} aria-busy={!error}>
      <Icon size={18} aria-hidden />
      <span>{error ? t('awaited.failed', { kind, why: error.message }) : t('awaited.fetching', { kind })}</span>
    </p>
  );
}
