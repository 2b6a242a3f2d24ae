import { type ReactNode, Suspense } from 'react';
import { Alert, Button } from '@mantine/core';
import { useChatEvent } from '@chat/react';
import type { Rest } from '@chat/client';
import { GitMerge, MessageSquarePlus, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useOpened } from '../admin/opened.js';
import { Asked, Page } from '../admin/Page.js';
import { useAsk, useForget } from '../admin/query.js';
import { Face } from '../inbox/Face.js';
import { page } from '../lib/pages.js';
import { useTeam } from '../lib/team.js';
import { BlockMenu, Blocked } from './Blocking.js';
import { CustomerConversations } from './CustomerConversations.js';
import { CustomerEditor } from './CustomerEditor.js';
import { Details } from './Details.js';
import { HeldBack } from './HeldBack.js';
import { Identities } from './Identities.js';
import { Merge } from './Merge.js';
import { Merges } from './Merges.js';
import { useNameOf } from './naming.js';
import { Notes } from './Notes.js';

const Begin = page<{ customer: Rest.Customer; onClose: () => void }>('templates', () => import('../templates/Begin.js'));

/** One customer: who it is, what colleagues have written down, and everything it has written on every channel. */
export function CustomerPage({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const customer = useAsk('GET /api/v1/customers/{id}', { path: { id } });
  const forget = useForget();
  useChatEvent('customer', ({ id: changed }) => {
    if (changed === id) forget('GET /api/v1/customers/{id}', 'GET /api/v1/customers/{id}/merges');
  });
  useChatEvent('conversation', ({ customerId }) => {
    if (customerId === id) forget('GET /api/v1/customers/{id}/conversations');
  });
  const back = { href: '/customers', name: t('title') };
  const { data } = customer;
  return (
    <Page
      title={
        data ? (
          <>
            <Face id={data.id} name={nameOf(data)} size={34} /> <bdi>{nameOf(data)}</bdi>
          </>
        ) : (
          t('customer')
        )
      }
      name={data ? nameOf(data) : t('customer')}
      back={back}
      actions={data && !data.mergedInto && <Deeds customer={data} />}
    >
      <Asked of={customer}>{(it) => <Body customer={it} />}</Asked>
    </Page>
  );
}

function Deeds({ customer }: { customer: Rest.CustomerDetail }): ReactNode {
  const { t } = useTranslation('customers');
  const { may } = useTeam();
  const [, open] = useOpened();
  const begin = may('conversations.reply') && (
    <Button leftSection={<MessageSquarePlus size={15} aria-hidden />} onClick={() => open('write')}>
      {t('write')}
    </Button>
  );
  if (!may('customers.change')) return begin;
  return (
    <>
      {begin}
      <Button variant="default" leftSection={<Pencil size={15} aria-hidden />} onClick={() => open('edit')}>
        {t('admin.edit', { ns: 'main' })}
      </Button>
      <Button variant="default" leftSection={<GitMerge size={15} aria-hidden />} onClick={() => open('merge')}>
        {t('merge.title')}
      </Button>
      <BlockMenu customer={customer} />
    </>
  );
}

function Body({ customer }: { customer: Rest.CustomerDetail }): ReactNode {
  const { t } = useTranslation('customers');
  const { may } = useTeam();
  const [opened, open] = useOpened();
  const canChange = may('customers.change') && !customer.mergedInto;
  if (customer.mergedInto) {
    return (
      <Alert color="yellow" variant="light" title={t('mergedInto')}>
        <Link href={`/customers/${customer.mergedInto}`}>{t('mergedIntoLink')}</Link>
      </Alert>
    );
  }
  return (
    <>
      <Blocked customer={customer} canChange={canChange} />
      <div className="customer-columns">
        <div>
          <Details customer={customer} />
          <Identities customer={customer} canChange={canChange} />
          <Merges customerId={customer.id} canChange={canChange} />
        </div>
        <div>
          <CustomerConversations customerId={customer.id} />
          <Notes customerId={customer.id} canChange={canChange} />
          {may('customers.manage') && customer.heldBackCount > 0 && <HeldBack customerId={customer.id} />}
        </div>
      </div>
      {may('conversations.reply') && opened === 'write' && (
        <Suspense fallback={null}>
          <Begin customer={customer} onClose={() => open(null)} />
        </Suspense>
      )}
      {canChange && opened === 'edit' && <CustomerEditor customer={customer} onClose={() => open(null)} />}
      {canChange && opened === 'merge' && <Merge customer={customer} onClose={() => open(null)} />}
    </>
  );
}
