import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { useNow } from '../../lib/hooks.js';
import { ago } from '../../lib/time.js';
import { apart, putAccount, useAccounts, useLatest } from '../data.js';
import { healthOf, heardOf } from '../health.js';

/** How often it is looked for while the page is open. */
const LOOK_MS = 3000;

/** What works already, seen without a click: whether Meta takes the token, and whether what customers write arrives. */
export function Live({ account }: { account: Rest.WhatsAppAccount }): ReactNode {
  const { t, i18n } = useTranslation('whatsapp');
  const now = useNow();
  useAccounts(LOOK_MS);
  const { data: latest } = useLatest(account.id, LOOK_MS);
  const health = healthOf(account, now);
  const heard = latest ? heardOf(latest.items) : null;
  const again = useSave(() => chat.api.patch('/api/v1/whatsapp/accounts/{id}', { path: { id: account.id }, body: { status: 'active' } }), { onDone: putAccount });
  const isRefused = health === 'refused';
  return (
    <div role="status">
      <ul className="wa-live">
        <li className={isRefused ? 'is-bad' : 'is-good'}>
          {isRefused ? <CircleX size={20} aria-hidden /> : <CircleCheck size={20} aria-hidden />}
          <div>
            <strong>{t(isRefused ? 'live.tokenBad' : 'live.tokenGood')}</strong>
            {isRefused ? (
              <>
                <p>{account.pauseReason}</p>
                <div className="page-actions">
                  <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
                    {t('tryAgain')}
                  </Button>
                  <Link href={`/whatsapp/${account.id}`}>{t('live.replace')}</Link>
                </div>
              </>
            ) : (
              <p>{account.displayPhoneNumber ? t('live.number', { number: apart(account.displayPhoneNumber) }) : t('live.tokenGoodText')}</p>
            )}
          </div>
        </li>
        <li className={heard ? 'is-good' : 'is-waiting'}>
          {heard ? <CircleCheck size={20} aria-hidden /> : <CircleDashed size={20} aria-hidden />}
          <div>
            <strong>{t(heard ? 'live.heard' : 'live.waiting')}</strong>
            <p>{heard ? t('live.heardText', { ago: ago(heard.at, now, i18n.language) }) : t('live.waitingText')}</p>
          </div>
        </li>
      </ul>
    </div>
  );
}
