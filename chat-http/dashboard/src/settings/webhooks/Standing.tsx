import type { ReactNode } from 'react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';

const LOOKS = { pending: 'state-amber', active: 'state-good', paused: '', disabled: 'state-bad', deleted: '' } as const;

/** How a webhook is: one that is active and fails is not as good as it says. */
export function Standing({ webhook: { status, failures } }: { webhook: Rest.Webhook }): ReactNode {
  const { t } = useTranslation('settings');
  const isFailing = status === 'active' && failures > 0;
  return <span className={`state ${isFailing ? 'state-amber' : LOOKS[status]}`}>{t(isFailing ? 'standing.failing' : `standing.${status}`)}</span>;
}
