import type { ReactNode } from 'react';
import { Drawer } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Asked } from '../../admin/Page.js';
import { useAsk } from '../../admin/query.js';
import { useTeam } from '../../lib/team.js';
import { moment } from '../../lib/time.js';

/** Everything that happened to a domain, the latest first. */
export function History({ domain, onClose }: { domain: Rest.WidgetDomain; onClose: () => void }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const { nameOf } = useTeam();
  const history = useAsk('GET /api/v1/widgets/{id}/domains/{domainId}/history', { path: { id: domain.widgetId, domainId: domain.id } });
  return (
    <Drawer opened onClose={onClose} position="right" lockScroll={false} title={t('domains.historyOf', { domain: domain.display })} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      <Asked of={history}>
        {({ items }) => (
          <ol className="w-history">
            {items.map((step, at) => (
              <li key={`${step.at} ${at}`} className={`w-history-${step.deed}`}>
                <strong>{t(`domains.deed.${step.deed}`)}</strong>
                <span className="dim">
                  {moment(step.at, i18n.language)}
                  {step.agentId && ` · ${nameOf(step.agentId) ?? t('domains.somebody')}`}
                </span>
                {step.detail && <p>{step.detail}</p>}
              </li>
            ))}
          </ol>
        )}
      </Asked>
    </Drawer>
  );
}
