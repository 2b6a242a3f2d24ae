import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Phone, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Asked, Page } from '../admin/Page.js';
import { Empty } from '../app/Empty.js';
import { useNow } from '../lib/hooks.js';
import { ago } from '../lib/time.js';
import { nameOf, useAccounts, useLatest, useMayManage } from './data.js';
import { healthOf, heardOf, TONES } from './health.js';
import { metas, qualityTone } from './metas.js';

/** How often it is looked whether a number works again. */
const LOOK_MS = 15_000;

/** All connected numbers, each with how it is doing. */
export function AccountList(): ReactNode {
  const { t } = useTranslation('whatsapp');
  const accounts = useAccounts(LOOK_MS);
  const mayManage = useMayManage();
  const connect = mayManage && (
    <Button component={Link} href="/whatsapp/connect" leftSection={<Plus size={16} aria-hidden />}>
      {t('connect.button')}
    </Button>
  );
  return (
    <Page title={t('title')} hint={t('hint')} actions={connect}>
      <Asked of={accounts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={Phone} title={t('empty.title')} hint={t(mayManage ? 'empty.hint' : 'empty.ask')} />
          ) : (
            <ul className="wa-list">
              {items.map((account) => (
                <Row key={account.id} account={account} />
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  );
}

function Row({ account }: { account: Rest.WhatsAppAccount }): ReactNode {
  const { t, i18n } = useTranslation('whatsapp');
  const now = useNow();
  const { data: latest } = useLatest(account.id, LOOK_MS);
  const health = healthOf(account, now);
  const heard = latest && heardOf(latest.items);
  return (
    <li>
      <Link href={`/whatsapp/${account.id}`} className="wa-row">
        <span className="wa-icon">
          <Phone size={18} aria-hidden />
        </span>
        <span className="wa-row-name">
          <strong>
            <bdi>{nameOf(account)}</bdi>
          </strong>
          <span className="dim">{account.verifiedName ? <bdi>{account.verifiedName}</bdi> : t('id', { id: account.phoneNumberId })}</span>
        </span>
        <span className={`state state-${TONES[health]}`}>{t(`health.${health}`)}</span>
        <span className="wa-row-fact">
          <span className="dim">{t('heard')}</span>
          {latest && <span>{heard ? ago(heard.at, now, i18n.language) : t('neverHeard')}</span>}
        </span>
        <span className="wa-row-fact">
          <span className="dim">{t('speed')}</span>
          <span>{t('perSecond', { count: account.messagesPerSecond ?? 80 })}</span>
        </span>
        {account.quality && (
          <span className="wa-row-fact">
            <span className="dim">{t('qualityTitle')}</span>
            <span className={`state state-${qualityTone(account.quality)}`}>{metas('quality', account.quality, t)}</span>
          </span>
        )}
        {health === 'refused' && <span className="wa-row-why">{account.pauseReason}</span>}
      </Link>
    </li>
  );
}
