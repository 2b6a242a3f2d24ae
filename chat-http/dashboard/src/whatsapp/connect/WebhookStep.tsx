import { type ReactNode, useState } from 'react';
import { Alert, Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Confirm } from '../../admin/Confirm.js';
import { Code } from '../../admin/Copy.js';
import { Section } from '../../admin/Page.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { CALLBACK, putAccount } from '../data.js';
import { newVerifyToken } from './checks.js';
import { Live } from './Live.js';

interface WebhookStepProps {
  account: Rest.WhatsAppAccount;
  /** What Meta is to say, while it is known. */
  verifyToken: string | null;
  onRenew: (token: string) => void;
}

/** The third step: Meta has to know where to report what customers write. */
export function WebhookStep({ account, verifyToken, onRenew }: WebhookStepProps): ReactNode {
  const { t } = useTranslation('whatsapp');
  const [isAsking, setAsking] = useState(false);
  const renew = useSave(
    async () => {
      const token = newVerifyToken();
      putAccount(await chat.api.patch('/api/v1/whatsapp/accounts/{id}', { path: { id: account.id }, body: { verifyToken: token } }));
      return token;
    },
    { onDone: onRenew },
  );
  return (
    <>
      <Section title={t('webhook.title')} hint={t('webhook.hint')}>
        {!CALLBACK.startsWith('https://') && (
          <Alert color="yellow" variant="light">
            {t('webhook.insecure')}
          </Alert>
        )}
        <ol className="wa-needs">
          <li>
            <p>{t('webhook.open')}</p>
            <a href="https://developers.facebook.com/apps" target="_blank" rel="noopener noreferrer" dir="ltr">
              developers.facebook.com/apps
            </a>
          </li>
          <li>
            <p>{t('webhook.url')}</p>
            <Code text={CALLBACK} what={t('webhook.urlName')} />
          </li>
          <li>
            <p>{t('webhook.token')}</p>
            {verifyToken ? (
              <Code text={verifyToken} what={t('webhook.tokenName')} />
            ) : (
              <div className="wa-inline">
                <span className="dim">{t('webhook.hidden')}</span>
                <Button size="xs" variant="default" loading={renew.isPending} onClick={() => setAsking(true)}>
                  {t('webhook.renew')}
                </Button>
              </div>
            )}
          </li>
          <li>
            <p>{t('webhook.subscribe')}</p>
            <Code text="messages" what={t('webhook.field')} />
          </li>
        </ol>
      </Section>
      <Live account={account} />
      <div className="modal-actions">
        <Button component={Link} href={`/whatsapp/connect/test/${account.id}`}>
          {t('webhook.next')}
        </Button>
      </div>
      {isAsking && (
        <Confirm title={t('webhook.renew')} deed={t('webhook.renew')} isDangerous={false} onConfirm={() => renew.mutateAsync()} onClose={() => setAsking(false)}>
          {t('webhook.renewText')}
        </Confirm>
      )}
    </>
  );
}
