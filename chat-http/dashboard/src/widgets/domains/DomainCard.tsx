import { type ReactNode, useState } from 'react';
import { ActionIcon, Alert, Button, Menu } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Ellipsis, History as HistoryIcon, KeyRound, RefreshCw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../admin/Confirm.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { useNow } from '../../lib/hooks.js';
import { ago, moment } from '../../lib/time.js';
import { putDomain } from '../data.js';
import { Findings } from './Findings.js';
import { History } from './History.js';
import { Proof } from './Proof.js';

const TONES = { verified: 'good', stale: 'amber', pending: 'amber', unverified: 'bad', removed: 'idle' } as const;

/** One domain: whether the widget appears there, and what to do so that it does. */
export function DomainCard({ domain, mayManage }: { domain: Rest.WidgetDomain; mayManage: boolean }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const now = useNow();
  const [asking, setAsking] = useState<'history' | 'remove' | 'renew' | null>(null);
  const [isOpen, setOpen] = useState(!domain.verified);
  const path = { id: domain.widgetId, domainId: domain.id };
  const stale = ['GET /api/v1/widgets/{id}/domains', 'GET /api/v1/widgets/{id}/domains/{domainId}/history'] as const;
  const check = useSave(() => chat.api.post('/api/v1/widgets/{id}/domains/{domainId}/verify', { path }), {
    stale,
    onDone: (answer) => putDomain(answer.domain),
  });
  const renew = useSave(() => chat.api.post('/api/v1/widgets/{id}/domains/{domainId}/renew', { path }), { stale, done: t('domains.renewed'), onDone: putDomain });
  const remove = useSave(() => chat.api.delete('/api/v1/widgets/{id}/domains/{domainId}', { path }), { stale, done: t('domains.removed') });
  const close = (): void => setAsking(null);

  const isExpired = !domain.verified && Date.parse(domain.tokenExpiresAt) < now;
  const needsProof = domain.state !== 'verified';
  return (
    <li className="w-domain">
      <div className="w-domain-head">
        <div>
          <h3 dir="ltr">{domain.display}</h3>
          <p>
            <span className={`state state-${TONES[domain.state]}`}>{t(`domains.state.${domain.state}`)}</span>
            <span className="dim">{domain.checkedAt ? t('domains.checked', { ago: ago(domain.checkedAt, now, i18n.language) }) : t('domains.unchecked')}</span>
          </p>
        </div>
        <div className="page-actions">
          {mayManage && (
            <Button size="xs" variant={needsProof ? 'filled' : 'default'} leftSection={<RefreshCw size={14} aria-hidden />} loading={check.isPending} onClick={() => check.mutate()}>
              {t('domains.check')}
            </Button>
          )}
          <Menu>
            <Menu.Target>
              <ActionIcon variant="default" size={30} aria-label={t('domains.more', { domain: domain.display })}>
                <Ellipsis size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<HistoryIcon size={15} aria-hidden />} onClick={() => setAsking('history')}>
                {t('domains.history')}
              </Menu.Item>
              {mayManage && !domain.verified && (
                <Menu.Item leftSection={<KeyRound size={15} aria-hidden />} onClick={() => setAsking('renew')}>
                  {t('domains.renew')}
                </Menu.Item>
              )}
              {mayManage && (
                <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setAsking('remove')}>
                  {t('domains.remove')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <p className="dim">{t(`domains.means.${domain.state}`)}</p>
      <div role="status" className="w-findings-place">
        {check.data && <Findings check={check.data} />}
      </div>
      {isExpired ? (
        <Alert color="yellow" variant="light">
          {t('domains.expired')}{' '}
          {mayManage && (
            <Button size="xs" variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
              {t('domains.renew')}
            </Button>
          )}
        </Alert>
      ) : (
        <details className="w-proof" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{t(needsProof ? 'domains.how' : 'domains.keep')}</summary>
          <Proof domain={domain} />
          {!domain.verified && <p className="dim">{t('domains.until', { when: moment(domain.tokenExpiresAt, i18n.language) })}</p>}
          {domain.nextCheckAt && <p className="dim">{t('domains.next', { when: moment(domain.nextCheckAt, i18n.language) })}</p>}
        </details>
      )}
      {asking === 'history' && <History domain={domain} onClose={close} />}
      {asking === 'renew' && (
        <Confirm title={t('domains.renew')} deed={t('domains.renew')} isDangerous={false} onConfirm={() => renew.mutateAsync()} onClose={close}>
          {t('domains.renewText')}
        </Confirm>
      )}
      {asking === 'remove' && (
        <Confirm title={t('domains.removeTitle', { domain: domain.display })} deed={t('domains.remove')} onConfirm={() => remove.mutateAsync()} onClose={close}>
          {t('domains.removeText')}
        </Confirm>
      )}
    </li>
  );
}
