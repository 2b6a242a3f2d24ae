import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Rest } from '@chat/client';
import { usePages, useSave } from '../../admin/query.js';
import { Failed } from '../../app/Failed.js';
import { chat } from '../../lib/chat.js';
import { inWords } from '../../lib/problems.js';
import { moment } from '../../lib/time.js';

/** What a webhook was called for, and what came of each call. */
export function Calls({ id, onTold }: { id: string; onTold: (call: Rest.WebhookCall) => void }): ReactNode {
  const { t, i18n } = useTranslation('settings');
  const { items, error, hasMore, isLoadingMore, more, again } = usePages('GET /api/v1/webhooks/{id}/calls', { path: { id }, query: { limit: 30 } }, { everyMs: 10_000 });
  const resend = useSave((seq: number) => chat.api.post('/api/v1/webhooks/{id}/resend', { path: { id }, body: { seq } }), { stale: ['GET /api/v1/webhooks/{id}/calls'], onDone: onTold });
  if (!items) return error ? <Failed text={inWords(error, t)} onRetry={again} /> : null;
  if (items.length === 0) return <p className="dim">{t('webhooks.noCalls')}</p>;
  const duration = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' });
  const nameOf = ({ kind, event }: Rest.WebhookCall): string => (kind === 'event' && event ? t([`events.${event}`, 'events.other'], { event }) : t(`callKind.${kind}`));
  return (
    <>
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('webhooks.calls')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('webhooks.when')}</th>
              <th scope="col">{t('webhooks.event')}</th>
              <th scope="col">{t('webhooks.answer')}</th>
              <th scope="col" className="num">
                {t('webhooks.duration')}
              </th>
              <th scope="col" className="num">
                {t('webhooks.attempt')}
              </th>
              <th scope="col">
                <span className="sr">{t('webhooks.resend')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((call) => (
              <tr key={call.id}>
                <td>
                  <time dateTime={call.startedAt}>{moment(call.startedAt, i18n.language)}</time>
                </td>
                <td>
                  {nameOf(call)}
                  {call.seq !== null && <small className="dim"> #{call.seq}</small>}
                </td>
                <td>
                  <span className={`state ${call.ok ? 'state-good' : 'state-bad'}`}>
                    {call.ok ? t('webhooks.ok') : t('webhooks.notOk')}
                    {call.statusCode !== null && ` (${call.statusCode})`}
                  </span>
                  {call.error && (
                    <small className="dim call-error" dir="auto">
                      {call.error}
                    </small>
                  )}
                </td>
                <td className="num">{duration.format(call.durationMs)}</td>
                <td className="num">{call.attempt}</td>
                <td className="end">
                  {call.seq !== null && (
                    <Button size="xs" variant="default" loading={resend.isPending && resend.variables === call.seq} aria-label={t('webhooks.resendOne', { seq: call.seq })} onClick={() => call.seq !== null && resend.mutate(call.seq)}>
                      {t('webhooks.resend')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && (
        <div>
          <Button variant="default" loading={isLoadingMore} onClick={more}>
            {t('admin.more')}
          </Button>
        </div>
      )}
    </>
  );
}
