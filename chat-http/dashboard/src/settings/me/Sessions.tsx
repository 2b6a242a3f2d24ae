import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Monitor, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../admin/Confirm.js';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk, useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { useNow } from '../../lib/hooks.js';
import { moment } from '../../lib/time.js';
import { until } from '../../lib/until.js';
import { deviceOf } from './device.js';

/** Where one is signed in. */
export function Sessions(): ReactNode {
  const { t } = useTranslation('me');
  const sessions = useAsk('GET /api/v1/me/sessions');
  const [isAsking, setAsking] = useState(false);
  const stale = ['GET /api/v1/me/sessions'] as const;
  const endAll = useSave(() => chat.api.delete('/api/v1/me/sessions'), { stale, done: t('sessions.endedAll') });
  const others = sessions.data?.items.filter((it) => !it.isCurrent).length ?? 0;
  return (
    <Section
      title={t('sessions.title')}
      hint={t('sessions.hint')}
      actions={
        others > 0 && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('sessions.endAll')}
          </Button>
        )
      }
    >
      <Asked of={sessions}>
        {({ items }) => (
          <ul className="ledger">
            {items.map((it) => (
              <SessionRow key={it.id} session={it} />
            ))}
          </ul>
        )}
      </Asked>
      {isAsking && (
        <Confirm title={t('sessions.endAllTitle')} deed={t('sessions.endAll')} onConfirm={() => endAll.mutateAsync()} onClose={() => setAsking(false)}>
          <p>{t('sessions.endAllHint', { count: others })}</p>
        </Confirm>
      )}
    </Section>
  );
}

function SessionRow({ session }: { session: Rest.OwnSession }): ReactNode {
  const { t, i18n } = useTranslation('me');
  const now = useNow();
  const end = useSave(() => chat.api.delete('/api/v1/me/sessions/{id}', { path: { id: session.id } }), { stale: ['GET /api/v1/me/sessions'], done: t('sessions.ended') });
  const device = deviceOf(session.device);
  const Icon = device?.isHandy ? Smartphone : Monitor;
  const name = !device ? t('sessions.unknown') : device.system ? t('sessions.device', { browser: device.browser, system: device.system }) : device.browser;
  return (
    <li className="ledger-row">
      <Icon size={20} className="session-icon" aria-hidden />
      <div className="ledger-main">
        <strong>{name}</strong>
        <p className="dim">
          {session.address && <bdi dir="ltr">{session.address}</bdi>}
          {session.address && ' · '}
          {t('sessions.since', { when: moment(session.createdAt, i18n.language) })}
        </p>
      </div>
      {session.isCurrent ? (
        <span className="state state-good">{t('sessions.current')}</span>
      ) : (
        <>
          <span className="ledger-part">{t('sessions.used', { when: until(session.lastUsedAt, now, i18n.language) })}</span>
          <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()} aria-label={`${t('sessions.end')}: ${name}`}>
            {t('sessions.end')}
          </Button>
        </>
      )}
    </li>
  );
}
