import { type ReactNode, Suspense, useState } from 'react';
import { Alert, Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { CirclePause, CirclePlay, KeyRound, Pencil, Unplug, Webhook } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Confirm } from '../admin/Confirm.js';
import { Asked, Page, Section } from '../admin/Page.js';
import { useSave } from '../admin/query.js';
import { Failed } from '../app/Failed.js';
import { chat } from '../lib/chat.js';
import { useNow } from '../lib/hooks.js';
import { page } from '../lib/pages.js';
import { ago, moment } from '../lib/time.js';
import { nameOf, putAccount, useAccounts, useLatest, useMayManage } from './data.js';
import { EditSettings, ReplaceKeys } from './Edits.js';
import { Fact } from './Fact.js';
import { healthOf, heardOf, TONES } from './health.js';
import { limitIn, metas, qualityTone } from './metas.js';

const LOOK_MS = 10_000;
const TABS = ['overview', 'number', 'profile', 'templates'] as const;
const PARTS = {
  number: page<{ account: Rest.WhatsAppAccount }>('numbers', () => import('./number/NumberPart.js')),
  profile: page<{ account: Rest.WhatsAppAccount }>('numbers', () => import('./profile/ProfilePart.js')),
  templates: page<{ account: Rest.WhatsAppAccount }>('templates', () => import('./templates/TemplatesPart.js')),
};

/** One number: how it is doing, and what can be changed about it. */
export function AccountPage({ id, tab }: { id: string; tab: string | null }): ReactNode {
  const { t } = useTranslation('whatsapp');
  const accounts = useAccounts(LOOK_MS);
  const account = accounts.data?.items.find((it) => it.id === id);
  const back = { href: '/whatsapp', name: t('title') };
  if (!account)
    return (
      <Page title={t('title')} back={back}>
        <Asked of={accounts}>{() => <Failed text={t('gone')} onRetry={() => void accounts.refetch()} />}</Asked>
      </Page>
    );
  return <Body account={account} tab={tab} back={back} />;
}

function Body({ account, tab, back }: { account: Rest.WhatsAppAccount; tab: string | null; back: { href: string; name: string } }): ReactNode {
  const { t, i18n } = useTranslation('whatsapp');
  const now = useNow();
  const [, go] = useLocation();
  const mayManage = useMayManage();
  const { data: latest } = useLatest(account.id, LOOK_MS);
  const [asking, setAsking] = useState<'pause' | 'disconnect' | 'settings' | 'keys' | null>(null);
  const path = { id: account.id };
  const health = healthOf(account, now);
  const heard = latest ? heardOf(latest.items) : null;
  const name = nameOf(account);
  const turn = useSave((status: 'active' | 'paused') => chat.api.patch('/api/v1/whatsapp/accounts/{id}', { path, body: { status } }), {
    stale: ['GET /api/v1/whatsapp/accounts'],
    onDone: putAccount,
  });
  const disconnect = useSave(() => chat.api.delete('/api/v1/whatsapp/accounts/{id}', { path }), {
    stale: ['GET /api/v1/whatsapp/accounts'],
    done: t('disconnect.done'),
    onDone: () => go('/whatsapp'),
  });
  const close = (): void => setAsking(null);
  const Part = mayManage || tab === 'templates' ? PARTS[tab as keyof typeof PARTS] : undefined;
  const toggle =
    account.status === 'paused' ? (
      <Button leftSection={<CirclePlay size={16} aria-hidden />} loading={turn.isPending} onClick={() => turn.mutate('active')}>
        {t(health === 'refused' ? 'tryAgain' : 'resume')}
      </Button>
    ) : (
      <Button variant="default" leftSection={<CirclePause size={16} aria-hidden />} onClick={() => setAsking('pause')}>
        {t('pause.button')}
      </Button>
    );
  return (
    <Page
      name={name}
      back={back}
      title={
        <>
          <bdi>{name}</bdi>
          <span className={`state wa-state state-${TONES[health]}`}>{t(`health.${health}`)}</span>
        </>
      }
      actions={mayManage && account.status !== 'disconnected' && toggle}
      tabs={TABS.filter((it) => mayManage || it === 'overview' || it === 'templates').map((it) => ({ href: it === 'overview' ? `/whatsapp/${account.id}` : `/whatsapp/${account.id}/${it}`, name: t(`tab.${it}`) }))}
    >
      {Part ? (
        <Suspense fallback={<div aria-busy="true" />}>
          <Part account={account} />
        </Suspense>
      ) : (
        <>
          {health !== 'well' && (
            <Alert color={health === 'refused' ? 'red' : 'yellow'} variant="light" title={t(`trouble.${health}.title`)}>
              <p>{t(`trouble.${health}.text`, { until: account.throttledUntil && moment(account.throttledUntil, i18n.language) })}</p>
              {account.pauseReason && <p className="wa-reason">{account.pauseReason}</p>}
              {account.nextCheckAt && <p>{t('nextCheck', { when: moment(account.nextCheckAt, i18n.language) })}</p>}
            </Alert>
          )}
          {account.notice && (
            <Alert color="yellow" variant="light" title={t('notice')}>
              <p>{account.notice.message}</p>
              {account.noticedAt && <p className="dim">{moment(account.noticedAt, i18n.language)}</p>}
            </Alert>
          )}
          <Section title={t('healthTitle')} hint={t('healthHint')}>
            <dl className="wa-facts">
              <Fact name={t('sending')} value={t(account.status === 'active' ? 'sendingOn' : 'sendingOff')} />
              <Fact
                name={t('heard')}
                value={
                  heard ? (
                    <>
                      {ago(heard.at, now, i18n.language)} · <Link href={`/?c=${heard.conversationId}`}>{t('toConversation')}</Link>
                    </>
                  ) : (
                    latest && t('neverHeard')
                  )
                }
              />
              <Fact name={t('speed')} value={t('perSecond', { count: account.messagesPerSecond ?? 80 })} />
              {account.verifiedName && <Fact name={t('verifiedName')} value={<><bdi>{account.verifiedName}</bdi>{account.nameStatus && <span className="dim"> · {metas('nameStatus', account.nameStatus, t)}</span>}</>} />}
              {account.quality && <Fact name={t('qualityTitle')} value={<span className={`state state-${qualityTone(account.quality)}`}>{metas('quality', account.quality, t)}</span>} />}
              {account.messagingLimit && <Fact name={t('limit')} value={limitIn(account.messagingLimit, t)} />}
              <Fact name={t('since')} value={moment(account.createdAt, i18n.language)} />
            </dl>
            {latest && !heard && mayManage && (
              <p className="dim">
                {t('neverHeardHint')} <Link href={`/whatsapp/connect/webhook/${account.id}`}>{t('toWebhook')}</Link>
              </p>
            )}
          </Section>
          <Section
            title={t('settings')}
            actions={
              mayManage && (
                <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden />} onClick={() => setAsking('settings')}>
                  {t('admin.edit')}
                </Button>
              )
            }
          >
            <dl className="wa-facts">
              <Fact name={t('field.displayPhoneNumber')} value={<bdi>{account.displayPhoneNumber ?? t('unknown')}</bdi>} />
              <Fact name={t('field.phoneNumberId')} value={<code>{account.phoneNumberId}</code>} />
              <Fact name={t('field.businessAccountId')} value={<code>{account.businessAccountId}</code>} />
              <Fact name={t('field.maxMessagesPerSecond')} value={account.maxMessagesPerSecond ? t('perSecond', { count: account.maxMessagesPerSecond }) : t('metasLimit')} />
              <Fact name={t('field.sendsReadReceipts')} value={t(account.sendsReadReceipts ? 'receiptsOn' : 'receiptsOff')} />
            </dl>
          </Section>
          {mayManage && (
            <Section title={t('keys')} hint={t('keysHint')}>
              <div className="page-actions">
                <Button variant="default" leftSection={<KeyRound size={15} aria-hidden />} onClick={() => setAsking('keys')}>
                  {t('replace.button')}
                </Button>
                <Button component={Link} href={`/whatsapp/connect/webhook/${account.id}`} variant="default" leftSection={<Webhook size={15} aria-hidden />}>
                  {t('toWebhook')}
                </Button>
              </div>
            </Section>
          )}
          {mayManage && (
            <Section title={t('danger')} hint={t('dangerHint')}>
              <div>
                <Button color="red" variant="light" leftSection={<Unplug size={15} aria-hidden />} onClick={() => setAsking('disconnect')}>
                  {t('disconnect.button')}
                </Button>
              </div>
            </Section>
          )}
        </>
      )}
      {asking === 'settings' && <EditSettings account={account} onClose={close} />}
      {asking === 'keys' && <ReplaceKeys account={account} onClose={close} />}
      {asking === 'pause' && (
        <Confirm title={t('pause.title', { name })} deed={t('pause.button')} isDangerous={false} onConfirm={() => turn.mutateAsync('paused')} onClose={close}>
          {t('pause.text')}
        </Confirm>
      )}
      {asking === 'disconnect' && (
        <Confirm title={t('disconnect.title', { name })} deed={t('disconnect.button')} onConfirm={() => disconnect.mutateAsync()} onClose={close}>
          {t('disconnect.text')}
        </Confirm>
      )}
    </Page>
  );
}
