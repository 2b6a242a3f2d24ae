import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Section } from '../../admin/Page.js';
import { apart, nameOf, useLatest } from '../data.js';
import { heardOf } from '../health.js';
import { Live } from './Live.js';

/** The last step: a message there and back, which proves everything. */
export function FirstMessage({ account }: { account: Rest.WhatsAppAccount }): ReactNode {
  const { t } = useTranslation('whatsapp');
  const { data: latest } = useLatest(account.id, 3000);
  const heard = latest ? heardOf(latest.items) : null;
  const digits = account.displayPhoneNumber?.replace(/\D/g, '');
  return (
    <>
      <Section title={t('test.title')} hint={t('test.hint')}>
        <ol className="wa-needs">
          <li>
            <p>{t('test.write', { name: apart(nameOf(account)) })}</p>
            {digits && (
              <a href={`https://wa.me/${digits}`} target="_blank" rel="noopener noreferrer" dir="ltr">
                wa.me/{digits}
              </a>
            )}
          </li>
          <li>
            <p>{t('test.answer')}</p>
            {heard ? (
              <Button component={Link} href={`/?c=${heard.conversationId}`} size="xs">
                {t('toConversation')}
              </Button>
            ) : (
              <p className="dim">{t('test.notYet')}</p>
            )}
          </li>
        </ol>
      </Section>
      <Live account={account} />
      <div className="modal-actions">
        <Button component={Link} href={`/whatsapp/connect/webhook/${account.id}`} variant="default">
          {t('step.back')}
        </Button>
        <Button component={Link} href={`/whatsapp/${account.id}`}>
          {t('test.finish')}
        </Button>
      </div>
    </>
  );
}
