import { type ReactNode } from 'react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Section } from '../admin/Page.js';
import { useAsk } from '../admin/query.js';
import { languageName } from '../lib/languages.js';

/** What is known of a customer. */
export function Details({ customer }: { customer: Rest.Customer }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const definitions = useAsk('GET /api/v1/customer-attributes').data?.items ?? [];
  const day = (at: string): string => new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(at));
  const others = Object.keys(customer.attributes).filter((name) => !definitions.some((it) => it.name === name));
  const facts: [string, ReactNode][] = [
    [t('name'), customer.name && <bdi>{customer.name}</bdi>],
    ...(customer.username ? [[t('username'), <bdi key="username" dir="ltr">@{customer.username}</bdi>] as [string, ReactNode]] : []),
    [t('email'), customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>],
    [t('phone'), customer.phone && <a href={`tel:${customer.phone.replace(/[^+\d]/g, '')}`}><bdi dir="ltr">{customer.phone}</bdi></a>],
    [t('language'), customer.language && languageName(customer.language, i18n.language)],
    ...definitions.map((it): [string, ReactNode] => [it.title, <Value key={it.id} definition={it} value={customer.attributes[it.name]} />]),
    ...others.map((name): [string, ReactNode] => [name, String(customer.attributes[name])]),
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

/** An attribute as it is read. */
function Value({ definition, value }: { definition: Rest.AttributeDefinition; value: unknown }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  if (value === null || value === undefined || value === '') return <span className="dim">–</span>;
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return value.toLocaleString(i18n.language);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (definition.type === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text));
  if (definition.type === 'link' && /^https?:\/\//.test(text)) {
    return (
      <a href={text} target="_blank" rel="noreferrer">
        {text}
      </a>
    );
  }
  return text;
}
