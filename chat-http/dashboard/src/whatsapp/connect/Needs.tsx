import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Section } from '../../admin/Page.js';

/** Where each of the things is that Meta gives. */
const NEEDS = [
  { name: 'app', href: 'https://developers.facebook.com/apps' },
  { name: 'number', href: 'https://business.facebook.com/wa/manage/phone-numbers' },
  { name: 'token', href: 'https://business.facebook.com/settings/system-users' },
  { name: 'secret', href: 'https://developers.facebook.com/apps' },
] as const;

/** The first step: what to have at hand. */
export function Needs(): ReactNode {
  const { t } = useTranslation('whatsapp');
  return (
    <Section title={t('needs.title')} hint={t('needs.hint')}>
      <ol className="wa-needs">
        {NEEDS.map(({ name, href }) => (
          <li key={name}>
            <strong>{t(`needs.${name}`)}</strong>
            <p className="dim">{t(`needs.${name}Hint`)}</p>
            <a href={href} target="_blank" rel="noopener noreferrer" dir="ltr">
              {href.replace('https://', '')}
            </a>
          </li>
        ))}
      </ol>
      <div className="modal-actions">
        <Button component={Link} href="/whatsapp/connect/keys">
          {t('needs.next')}
        </Button>
      </div>
    </Section>
  );
}
