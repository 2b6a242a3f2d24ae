import { type ReactNode, useState } from 'react';
import { Alert, Button, Menu } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Ban, ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { useSave } from '../admin/query.js';
import { SourceIcon } from '../inbox/ListPane.js';
import { chat } from '../lib/chat.js';
import { useNow } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { until } from '../lib/until.js';

const CHANNELS = ['whatsapp', 'website'] as const;
const STALE = ['GET /api/v1/customers/{id}', 'GET /api/v1/customers'] as const;

/** What a channel is called; nothing stands for all of them. */
function useChannelName(): (source: string | null) => string {
  const { t } = useTranslation('customers');
  return (source) => (source === null ? t('block.everywhere') : t([`source.${source}`, 'source.other'], { source, ns: 'main' }));
}

/** Keeps a customer out of the inbox, on one channel or on all. */
export function BlockMenu({ customer }: { customer: Rest.Customer }): ReactNode {
  const { t } = useTranslation('customers');
  const channelName = useChannelName();
  const [asking, ask] = useState<{ source: string | null } | null>(null);
  const block = useSave((source: string | null) => chat.api.post('/api/v1/customers/{id}/block', { path: { id: customer.id }, body: { source } }), { stale: STALE });
  const isEverywhere = customer.blocks.some((it) => it.source === null);
  if (isEverywhere) return null;
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default" leftSection={<Ban size={15} aria-hidden />} rightSection={<ChevronDown size={14} aria-hidden />}>
            {t('block.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {CHANNELS.filter((source) => !customer.blocks.some((it) => it.source === source)).map((source) => (
            <Menu.Item key={source} leftSection={<SourceIcon source={source} />} onClick={() => ask({ source })}>
              {t('block.on', { channel: channelName(source) })}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<Ban size={14} />} color="red" onClick={() => ask({ source: null })}>
            {t('block.onAll')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <Confirm title={asking.source === null ? t('block.askAll') : t('block.ask', { channel: channelName(asking.source) })} deed={t('block.title')} onConfirm={() => block.mutateAsync(asking.source)} onClose={() => ask(null)}>
          <p>{t('block.hint')}</p>
        </Confirm>
      )}
    </>
  );
}

/** Where a customer is blocked, and the way back. */
export function Blocked({ customer, canChange }: { customer: Rest.Customer; canChange: boolean }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const { nameOf } = useTeam();
  const now = useNow();
  const channelName = useChannelName();
  const unblock = useSave((source: string | null) => chat.api.post('/api/v1/customers/{id}/unblock', { path: { id: customer.id }, body: { source } }), { stale: STALE, done: t('block.undone') });
  return customer.blocks.map((it) => (
    <Alert key={it.source ?? ''} color="red" variant="light" className="alert" icon={<Ban size={18} aria-hidden />} title={it.source === null ? t('block.isAll') : t('block.is', { channel: channelName(it.source) })}>
      <p>
        {t('block.by', { name: nameOf(it.agentId) ?? t('someone'), when: until(it.at, now, i18n.language) })} {customer.heldBackCount > 0 && t('block.heldBack', { count: customer.heldBackCount })}
      </p>
      {canChange && (
        <Button size="xs" variant="default" className="unblock" loading={unblock.isPending} onClick={() => unblock.mutate(it.source)}>
          {t('block.undo')}
        </Button>
      )}
    </Alert>
  ));
}
