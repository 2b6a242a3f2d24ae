import { type ReactNode } from 'react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../admin/query.js';
import { useTeam } from '../lib/team.js';

/** What there is to work with, as far as one gets to see it. */
export function useChannels(): { accounts: { id: string; name: string }[]; widgets: { id: string; name: string }[]; areKnown: boolean } {
  const { may } = useTeam();
  const accounts = useAsk('GET /api/v1/whatsapp/accounts', undefined, { isOn: may('accounts.read') });
  const widgets = useAsk('GET /api/v1/widgets', undefined, { isOn: may('widgets.read') });
  return {
    accounts: accounts.data?.items.map((it) => ({ id: it.id, name: it.displayPhoneNumber ?? it.phoneNumberId })) ?? [],
    widgets: widgets.data?.items.map((it) => ({ id: it.id, name: it.name })) ?? [],
    areKnown: accounts.data !== undefined && widgets.data !== undefined,
  };
}

/** With which numbers and widgets those of a role work, in words. */
export function Reach({ role }: { role: Pick<Rest.Role, 'accounts' | 'widgets'> }): ReactNode {
  const { t, i18n } = useTranslation('team');
  const { accounts, widgets, areKnown } = useChannels();
  if (role.accounts === null && role.widgets === null) return t('reach.all');
  const names = [
    ...(role.accounts ?? []).map((id) => accounts.find((it) => it.id === id)?.name),
    ...(role.widgets ?? []).map((id) => widgets.find((it) => it.id === id)?.name),
  ].filter((it) => it !== undefined);
  if (!areKnown) return null;
  if (names.length === 0) return t('reach.nothing');
  return t('reach.some', { names: new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names) });
}
