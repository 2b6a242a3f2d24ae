import { type ReactNode, useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useChatEvent } from '@chat/react';
import type { Rest } from '@chat/client';
import { Ban, Contact, Download, Search, SearchX, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { Page, Paged } from '../admin/Page.js';
import { useForget, usePages } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { Face } from '../inbox/Face.js';
import { addressOf } from '../lib/chat.js';
import { useNow } from '../lib/hooks.js';
import { languageName } from '../lib/languages.js';
import { useTeam } from '../lib/team.js';
import { until } from '../lib/until.js';
import { useNameOf } from './naming.js';

/** How long to wait for the next letter. */
const TYPING_MS = 250;

/** The customers, the newest first, or those that are looked for. */
export function CustomerList(): ReactNode {
  const { t } = useTranslation('customers');
  const { may } = useTeam();
  const [search, change] = useSearchParams();
  const q = search.get('q') ?? '';
  const [text, setText] = useState(q);
  const look = useDebouncedCallback((wanted: string) => change(wanted ? { q: wanted } : {}, { replace: true }), TYPING_MS);
  const customers = usePages('GET /api/v1/customers', { query: { q: q || undefined, limit: 50 } });
  const forget = useForget();
  useChatEvent('customer', () => forget('GET /api/v1/customers'));
  const canMove = may('customers.manage');
  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      actions={
        canMove && (
          <>
            <Button component="a" href={addressOf('/api/v1/customers/export')} download variant="default" leftSection={<Download size={16} aria-hidden />}>
              {t('export')}
            </Button>
            <Button component={Link} href="/customers/import" variant="default" leftSection={<Upload size={16} aria-hidden />}>
              {t('import.title')}
            </Button>
          </>
        )
      }
    >
      <TextInput
        type="search"
        className="customer-search"
        aria-label={t('search')}
        placeholder={t('searchHint')}
        leftSection={<Search size={16} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          look(value.trim());
        }}
      />
      <Paged of={customers}>
        {(items) =>
          items.length > 0 ? (
            <ul className="ledger">
              {items.map((it) => (
                <Row key={it.id} customer={it} />
              ))}
            </ul>
          ) : q ? (
            <Empty icon={SearchX} title={t('nothing', { text: q })} hint={t('nothingHint')} />
          ) : (
            <Empty icon={Contact} title={t('none')} hint={t(canMove ? 'noneHintImport' : 'noneHint')} />
          )
        }
      </Paged>
    </Page>
  );
}

function Row({ customer }: { customer: Rest.Customer }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const now = useNow();
  const name = useNameOf()(customer);
  return (
    <li className="ledger-row customer-row">
      <Face id={customer.id} name={name} size={36} />
      <div className="ledger-main">
        <Link href={`/customers/${customer.id}`} className="customer-link">
          <bdi>{name}</bdi>
        </Link>
        {customer.email && (
          <p className="dim">
            <bdi>{customer.email}</bdi>
          </p>
        )}
      </div>
      {customer.phone && (
        <span className="ledger-part">
          <bdi dir="ltr">{customer.phone}</bdi>
        </span>
      )}
      {customer.language && <span className="ledger-part customer-language">{languageName(customer.language, i18n.language)}</span>}
      {customer.blocks.length > 0 && (
        <span className="ledger-part customer-blocked">
          <Ban size={14} aria-hidden /> {t('blocked')}
        </span>
      )}
      <span className="ledger-part customer-since">{t('since', { when: until(customer.createdAt, now, i18n.language) })}</span>
    </li>
  );
}
