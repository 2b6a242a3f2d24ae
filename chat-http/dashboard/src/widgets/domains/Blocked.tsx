import { type ReactNode, useState } from 'react';
import { Button, Switch } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk, useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { useNow } from '../../lib/hooks.js';
import { putDomain } from '../data.js';
import { dayAgo } from '../days.js';
import { domainOf } from './origins.js';

/** The websites that wanted to show the widget and may not. */
export function Blocked({ widgetId, mayManage }: { widgetId: string; mayManage: boolean }): ReactNode {
  const { t } = useTranslation('widgets');
  const blocked = useAsk('GET /api/v1/widgets/{id}/blocked-origins', { path: { id: widgetId } }, { everyMs: 20_000 });
  const [showsIgnored, setShowsIgnored] = useState(false);
  return (
    <Section title={t('blocked.title')} hint={t('blocked.hint')}>
      <Asked of={blocked}>
        {({ items }) => {
          const shown = items.filter((it) => showsIgnored || !it.ignored);
          return (
            <>
              {items.some((it) => it.ignored) && (
                <Switch size="sm" label={t('blocked.showIgnored', { count: items.filter((it) => it.ignored).length })} checked={showsIgnored} onChange={({ currentTarget }) => setShowsIgnored(currentTarget.checked)} />
              )}
              {shown.length === 0 ? (
                <p className="dim">{t('blocked.none')}</p>
              ) : (
                <ul className="w-blocked">
                  {shown.map((it) => (
                    <Origin key={it.origin} widgetId={widgetId} blocked={it} mayManage={mayManage} />
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </Asked>
    </Section>
  );
}

function Origin({ widgetId, blocked, mayManage }: { widgetId: string; blocked: Rest.BlockedOrigin; mayManage: boolean }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const now = useNow();
  const path = { id: widgetId };
  const domain = domainOf(blocked.origin);
  const add = useSave((name: string) => chat.api.post('/api/v1/widgets/{id}/domains', { path, body: { domain: name } }), {
    stale: ['GET /api/v1/widgets/{id}/domains'],
    done: t('blocked.added'),
    onDone: putDomain,
  });
  const ignore = useSave((ignored: boolean) => chat.api.post('/api/v1/widgets/{id}/blocked-origins/ignore', { path, body: { origin: blocked.origin, ignored } }), {
    stale: ['GET /api/v1/widgets/{id}/blocked-origins'],
  });
  return (
    <li>
      <div>
        <bdi className="w-origin">{blocked.origin}</bdi>
        <span className="dim">{t('blocked.count', { count: blocked.count, ago: dayAgo(blocked.lastSeen.slice(0, 10), now, i18n.language) })}</span>
      </div>
      {mayManage && (
        <div className="page-actions">
          {domain ? (
            <Button size="xs" variant="default" loading={add.isPending} onClick={() => add.mutate(domain)}>
              {t('blocked.add')}
            </Button>
          ) : (
            <span className="dim">{t('blocked.insecure')}</span>
          )}
          <Button size="xs" variant="subtle" loading={ignore.isPending} onClick={() => ignore.mutate(!blocked.ignored)}>
            {t(blocked.ignored ? 'blocked.heed' : 'blocked.ignore')}
          </Button>
        </div>
      )}
    </li>
  );
}
