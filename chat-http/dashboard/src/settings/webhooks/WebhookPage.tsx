import { type ReactNode, useState } from 'react';
import { Alert, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Ellipsis, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Rest } from '@chat/client';
import { Confirm } from '../../admin/Confirm.js';
import { useOpened } from '../../admin/opened.js';
import { Asked, Page, Section } from '../../admin/Page.js';
import { useAsk, useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { moment } from '../../lib/time.js';
import { Calls } from './Calls.js';
import { Replay } from './Replay.js';
import { Secret } from './Secret.js';
import { Standing } from './Standing.js';
import { WebhookEdit } from './WebhookEdit.js';

const STALE = ['GET /api/v1/webhooks', 'GET /api/v1/webhooks/{id}', 'GET /api/v1/webhooks/{id}/calls'] as const;

/** One webhook: how it is, what can be done about it, and what it was called for. */
export function WebhookPage({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('settings');
  const [, go] = useLocation();
  const [opened, open] = useOpened();
  const asked = useAsk('GET /api/v1/webhooks/{id}', { path: { id } }, { everyMs: 15_000 });
  const [secret, setSecret] = useState<string | null>(null);
  const path = { path: { id } };
  const told = (call: Rest.WebhookCall): void =>
    void notifications.show(call.ok ? { color: 'green', message: t('webhooks.taken', { ms: call.durationMs }) } : { color: 'red', autoClose: 8000, message: t('webhooks.notTaken', { why: call.error ?? call.statusCode ?? '' }) });
  const test = useSave(() => chat.api.post('/api/v1/webhooks/{id}/test', path), { stale: STALE, onDone: told });
  const verify = useSave(() => chat.api.post('/api/v1/webhooks/{id}/verify', path), { stale: STALE, onDone: ({ call }) => told(call) });
  const set = useSave((status: 'active' | 'paused') => chat.api.patch('/api/v1/webhooks/{id}', { ...path, body: { status } }), { stale: STALE, done: t('admin.saved') });
  const rotate = useSave(() => chat.api.post('/api/v1/webhooks/{id}/rotate-secret', path), { stale: STALE, onDone: (made) => setSecret(made.secret) });
  const remove = useSave(() => chat.api.delete('/api/v1/webhooks/{id}', path), { stale: STALE, onDone: () => go('/settings/webhooks') });
  const webhook = asked.data;
  const close = (): void => open(null);
  const isOn = webhook?.status === 'active';
  const actions = webhook && (
    <>
      {webhook.status === 'pending' && (
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('webhooks.verify')}
        </Button>
      )}
      {(webhook.status === 'paused' || webhook.status === 'disabled') && (
        <Button loading={set.isPending} onClick={() => set.mutate('active')}>
          {t('webhooks.resume')}
        </Button>
      )}
      {webhook.status !== 'pending' && (
        <Button variant="default" leftSection={<Send size={15} aria-hidden className="flip" />} loading={test.isPending} onClick={() => test.mutate()}>
          {t('webhooks.test')}
        </Button>
      )}
      <Menu width={230}>
        <Menu.Target>
          <Button variant="default" aria-label={t('webhooks.more')} title={t('webhooks.more')}>
            <Ellipsis size={17} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => open('edit')}>{t('admin.edit')}</Menu.Item>
          {isOn && <Menu.Item onClick={() => set.mutate('paused')}>{t('webhooks.pause')}</Menu.Item>}
          <Menu.Item onClick={() => open('replay')}>{t('webhooks.replay')}</Menu.Item>
          <Menu.Item onClick={() => open('secret')}>{t('webhooks.rotate')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => open('delete')}>
            {t('admin.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
  return (
    <Page title={<bdi dir="ltr">{webhook?.url ?? '…'}</bdi>} name={webhook?.url ?? t('sections.webhooks')} back={{ href: '/settings/webhooks', name: t('sections.webhooks') }} hint={webhook?.description || undefined} actions={actions}>
      <Asked of={asked}>
        {(it) => (
          <>
            <Health webhook={it} />
            <Section title={t('webhooks.calls')} hint={t('webhooks.callsHint')}>
              <Calls id={id} onTold={told} />
            </Section>
            {opened === 'edit' && <WebhookEdit webhook={it} onClose={close} />}
            {opened === 'replay' && <Replay webhook={it} onClose={close} />}
            {opened === 'secret' && (
              <Confirm title={t('webhooks.rotateTitle')} deed={t('webhooks.rotate')} isDangerous={false} onConfirm={() => rotate.mutateAsync()} onClose={close}>
                {t('webhooks.rotateHint')}
              </Confirm>
            )}
            {opened === 'delete' && (
              <Confirm title={t('webhooks.delete')} deed={t('admin.delete')} onConfirm={() => remove.mutateAsync()} onClose={close}>
                {t('webhooks.deleteHint')}
              </Confirm>
            )}
            {secret && <Secret secret={secret} isRenewed onClose={() => setSecret(null)} />}
          </>
        )}
      </Asked>
    </Page>
  );
}

/** How it goes, and what to do where it does not. */
function Health({ webhook }: { webhook: Rest.Webhook }): ReactNode {
  const { t, i18n } = useTranslation('settings');
  const { status, reason, failures, failingSince, nextAttemptAt, previousSecretUntil, events } = webhook;
  const at = (time: string): string => moment(time, i18n.language);
  return (
    <Section>
      <p className="standing">
        <Standing webhook={webhook} />
        <span className="dim">{t(`standing.${status}Hint`)}</span>
      </p>
      {status === 'pending' && reason && (
        <p className="dim" dir="auto">
          {reason}
        </p>
      )}
      {status === 'disabled' && (
        <Alert color="red" variant="light" title={t('webhooks.gaveUp')}>
          {reason && <p dir="auto">{reason}</p>}
          <p>{t('webhooks.gaveUpHint')}</p>
        </Alert>
      )}
      {status === 'active' && failures > 0 && (
        <Alert color="yellow" variant="light">
          {t('webhooks.failing', { count: failures, since: failingSince ? at(failingSince) : '' })} {nextAttemptAt && t('webhooks.next', { time: at(nextAttemptAt) })}
        </Alert>
      )}
      <p className="dim">
        {events.length === 0 ? t('webhooks.all') : events.map((event) => t(`events.${event}`)).join(' · ')}
        {previousSecretUntil && <> · {t('webhooks.bothUntil', { time: at(previousSecretUntil) })}</>}
      </p>
    </Section>
  );
}
