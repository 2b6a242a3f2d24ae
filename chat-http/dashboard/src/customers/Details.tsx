import { type ReactNode } from 'react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Section } from '../admin/Page.js';
import { useAsk } from '../admin/query.js';
import { languageName } from '../lib/languages.js';
import { attributeFacts } from './AttributeFacts.js';

/** What is known of a customer. */
export function Details({ customer }: { customer: Rest.Customer }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const definitions = useAsk('GET /api/v1/customer-attributes').data?.items ?? [];
  const day = (at: string): string => new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(at));
  const facts: [string, ReactNode][] = [
    [t('name'), customer.name && <bdi>{customer.name}</bdi>],
    ...(customer.username ? [[t('username'), <bdi key="username" dir="ltr">@{customer.username}</bdi>] as [string, ReactNode]] : []),
    [t('email'), customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>],
    [t('phone'), customer.phone && <a href={`tel:${customer.phone.replace(/[^+\d]/g, '')}`}><bdi dir="ltr">{customer.phone}</bdi></a>],
    [t('language'), customer.language && languageName(customer.language, i18n.language)],
    ...attributeFacts(definitions, customer.attributes),
    ...(customer.noMarketingSince ? [[t('noMarketing'), t('noMarketingSince', { day: day(customer.noMarketingSince) })] as [string, ReactNode]] : []),
    [t('firstSeen'), day(customer.createdAt)],
  ];
  return (
    <Section title={t('details')}>
      <dl className="facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value || <span className="dim">–</span>}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
