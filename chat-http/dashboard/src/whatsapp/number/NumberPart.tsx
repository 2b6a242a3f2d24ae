import { type ReactNode, useState } from 'react';
import { Alert, Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Plus, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk } from '../../admin/query.js';
import { Fact } from '../Fact.js';
import { limitIn, metas, qualityTone } from '../metas.js';
import { AddNumber } from './AddNumber.js';
import { DeedForm } from './DeedForm.js';
import { type Deed, DEEDS, FIRST_DEEDS } from './deeds.js';
import { NumberSettings } from './NumberSettings.js';

/** A number as Meta has it now, and what can be done with it there. */
export default function NumberPart({ account }: { account: Rest.WhatsAppAccount }): ReactNode {
  const { t } = useTranslation('numbers');
  const path = { path: { id: account.id } };
  const number = useAsk('GET /api/v1/whatsapp/accounts/{id}/number', path);
  const numbers = useAsk('GET /api/v1/whatsapp/accounts/{id}/numbers', path);
  const [doing, setDoing] = useState<{ deed: Deed; phoneNumberId: string | null } | null>(null);
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <Section
        title={t('live')}
        hint={t('liveHint')}
        actions={
          <Button size="xs" variant="default" leftSection={<RefreshCw size={14} aria-hidden />} loading={number.isFetching} onClick={() => void number.refetch()}>
            {t('refresh')}
          </Button>
        }
      >
        <Asked of={number}>{(it) => <Facts number={it} />}</Asked>
      </Section>
      <Section title={t('deeds')} hint={t('deedsHint')}>
        <ul className="ledger">
          {DEEDS.map((deed) => (
            <li key={deed} className="ledger-row">
              <span className="ledger-main">
                <strong>{t(`deed.${deed}.title`)}</strong>
                <p className="dim">{t(`deed.${deed}.hint`)}</p>
              </span>
              <span className="ledger-end">
                <Button size="xs" variant={deed === 'deregister' ? 'light' : 'default'} color={deed === 'deregister' ? 'red' : undefined} onClick={() => setDoing({ deed, phoneNumberId: null })}>
                  {t(`deed.${deed}.button`)}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <NumberSettings accountId={account.id} />
      <Section
        title={t('others')}
        hint={t('othersHint')}
        actions={
          <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
            {t('add.button')}
          </Button>
        }
      >
        <Asked of={numbers}>
          {({ items }) => {
            const others = items.filter((it) => it.phoneNumberId !== account.phoneNumberId);
            if (others.length === 0) return <p className="dim">{t('noOthers')}</p>;
            return (
              <ul className="ledger">
                {others.map((it) => (
                  <li key={it.phoneNumberId} className="ledger-row">
                    <span className="ledger-main">
                      <strong>
                        <bdi>{it.displayPhoneNumber ?? it.phoneNumberId}</bdi>
                      </strong>
                      <p className="dim">
                        {[it.verifiedName, it.verification && metas('verification', it.verification, t), it.status && metas('connection', it.status, t)].filter(Boolean).join(' · ')} · <code>{it.phoneNumberId}</code>
                      </p>
                    </span>
                    <span className="ledger-end">
                      {FIRST_DEEDS.map((deed) => (
                        <Button key={deed} size="xs" variant="default" onClick={() => setDoing({ deed, phoneNumberId: it.phoneNumberId })}>
                          {t(`deed.${deed}.button`)}
                        </Button>
                      ))}
                    </span>
                  </li>
                ))}
              </ul>
            );
          }}
        </Asked>
      </Section>
      {doing && <DeedForm accountId={account.id} deed={doing.deed} phoneNumberId={doing.phoneNumberId} onClose={() => setDoing(null)} />}
      {isAdding && <AddNumber accountId={account.id} onClose={() => setAdding(false)} />}
    </>
  );
}

function Facts({ number }: { number: Rest.WhatsAppNumber }): ReactNode {
  const { t } = useTranslation('numbers');
  const { displayPhoneNumber, verifiedName, nameStatus, status, quality, verification, messagingLimit, throughput, hasPin, health } = number;
  return (
    <>
      {health.length > 0 && (
        <Alert color="yellow" variant="light" title={t('inTheWay')}>
          <ul className="wa-health">
            {health.map((it) => (
              <li key={it}>{it}</li>
            ))}
          </ul>
        </Alert>
      )}
      <dl className="wa-facts">
        {displayPhoneNumber && <Fact name={t('fact.number')} value={<bdi dir="ltr">{displayPhoneNumber}</bdi>} />}
        {verifiedName && <Fact name={t('whatsapp:verifiedName')} value={<bdi>{verifiedName}</bdi>} />}
        {nameStatus && <Fact name={t('fact.nameStatus')} value={metas('nameStatus', nameStatus, t)} />}
        {status && <Fact name={t('fact.status')} value={<span className={`state state-${status === 'CONNECTED' ? 'good' : 'amber'}`}>{metas('connection', status, t)}</span>} />}
        {quality && <Fact name={t('whatsapp:qualityTitle')} value={<span className={`state state-${qualityTone(quality)}`}>{metas('quality', quality, t)}</span>} />}
        {verification && <Fact name={t('fact.verification')} value={metas('verification', verification, t)} />}
        {messagingLimit && <Fact name={t('whatsapp:limit')} value={limitIn(messagingLimit, t)} />}
        {throughput && <Fact name={t('fact.throughput')} value={metas('throughput', throughput, t)} />}
        {hasPin !== null && <Fact name={t('fact.pin')} value={t(hasPin ? 'hasPin' : 'hasNoPin')} />}
      </dl>
    </>
  );
}
