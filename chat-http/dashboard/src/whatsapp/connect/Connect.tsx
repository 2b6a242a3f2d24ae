import { type ReactNode, useState } from 'react';
import type { Rest } from '@chat/client';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked, Page } from '../../admin/Page.js';
import { Failed } from '../../app/Failed.js';
import { useAccounts } from '../data.js';
import { newVerifyToken, type Typed } from './checks.js';
import { Credentials } from './Credentials.js';
import { FirstMessage } from './FirstMessage.js';
import { Needs } from './Needs.js';
import { WebhookStep } from './WebhookStep.js';

const STEPS = ['needs', 'keys', 'webhook', 'test'] as const;
type Step = (typeof STEPS)[number];

const NOTHING: Typed = { phoneNumberId: '', businessAccountId: '', accessToken: '', appSecret: '' };

/** Connects a number, step by step. From the third step on it is there, and its step can be come back to. */
export function Connect({ step, id }: { step: string | null; id: string | null }): ReactNode {
  const { t } = useTranslation('whatsapp');
  const accounts = useAccounts();
  const [typed, setTyped] = useState(NOTHING);
  // Nobody can read it later: it is known for as long as this stays open.
  const [verifyToken, setVerifyToken] = useState<string | null>(null);
  const [fresh] = useState(newVerifyToken);
  const at: Step = STEPS.find((it) => it === step) ?? 'needs';
  const needsAccount = at === 'webhook' || at === 'test';
  const body = (account: Rest.WhatsAppAccount): ReactNode =>
    at === 'webhook' ? <WebhookStep account={account} verifyToken={verifyToken} onRenew={setVerifyToken} /> : <FirstMessage account={account} />;
  return (
    <Page title={t('connect.title')} hint={t('connect.hint')} back={{ href: '/whatsapp', name: t('title') }}>
      <Progress at={at} />
      {at === 'needs' && <Needs />}
      {at === 'keys' && <Credentials typed={typed} verifyToken={fresh} onType={(part) => setTyped((now) => ({ ...now, ...part }))} onConnected={() => (setVerifyToken(fresh), setTyped(NOTHING))} />}
      {needsAccount && (
        <Asked of={accounts}>
          {({ items }) => {
            const account = items.find((it) => it.id === id);
            return account ? body(account) : <Failed text={t('gone')} onRetry={() => void accounts.refetch()} />;
          }}
        </Asked>
      )}
    </Page>
  );
}

function Progress({ at }: { at: Step }): ReactNode {
  const { t } = useTranslation('whatsapp');
  const here = STEPS.indexOf(at);
  return (
    <ol className="wa-progress">
      {STEPS.map((step, place) => (
        <li key={step} aria-current={place === here ? 'step' : undefined} className={place < here ? 'is-done' : undefined}>
          <span className="wa-progress-mark" aria-hidden>
            {place < here ? <Check size={14} /> : place + 1}
          </span>
          <span>{t(`step.${step}`)}</span>
          {place < here && <span className="sr">{t('step.done')}</span>}
        </li>
      ))}
    </ol>
  );
}
