import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { LayoutTemplate } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSave } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { chat } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';

/** What stands where an account has no templates that could be sent: how it comes to some. */
export function None({ accountId, isInSection = false }: { accountId: string; isInSection?: boolean }): ReactNode {
  const { t } = useTranslation('templates');
  const { may } = useTeam();
  const sync = useSave(() => chat.api.post('/api/v1/whatsapp/accounts/{id}/templates/sync', { path: { id: accountId } }), { stale: ['GET /api/v1/whatsapp/templates'] });
  return (
    <Empty icon={LayoutTemplate} isInSection={isInSection} title={t('none')} hint={t(may('templates.manage') ? 'noneHint' : 'noneAsk')}>
      {may('templates.manage') && (
        <Button variant="default" loading={sync.isPending} onClick={() => sync.mutate()}>
          {t('sync')}
        </Button>
      )}
    </Empty>
  );
}
