import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../admin/query.js';
import { useTeam } from '../lib/team.js';
import type { ListField } from './model.js';

export interface Choice {
  value: string;
  label: string;
}

/** Languages that are offered; others can be written. */
const SPOKEN = ['ar', 'cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'ko', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sv', 'th', 'tr', 'uk', 'vi', 'zh'];

/** What there is to choose from, field by field. */
export function useChoices(): Readonly<Record<ListField, readonly Choice[]>> {
  const { t, i18n } = useTranslation('filters');
  const { agents, teams, labels, me, may } = useTeam();
  const accounts = useAsk('GET /api/v1/whatsapp/accounts', undefined, { isOn: may('accounts.read') }).data?.items;
  const widgets = useAsk('GET /api/v1/widgets', undefined, { isOn: may('widgets.read') }).data?.items;
  return useMemo(() => {
    const words = (names: readonly string[], prefix: string): Choice[] => names.map((value) => ({ value, label: t(`${prefix}.${value}`) }));
    const called = (items: readonly { id: string; name: string }[]): Choice[] => items.map(({ id, name }) => ({ value: id, label: name }));
    const people = called(agents.filter(({ deactivatedAt, id }) => deactivatedAt === null && id !== me.id));
    const languages = new Intl.DisplayNames(i18n.language, { type: 'language', fallback: 'code' });
    return {
      status: words(['active', 'closed', 'archived'], 'status'),
      source: words(['website', 'whatsapp'], 'source'),
      assignee: [...words(['me', 'nobody'], 'who'), ...people],
      participant: [...words(['me', 'nobody'], 'who'), ...people],
      mentioned: [...words(['me', 'nobody'], 'who'), ...people],
      team: [...words(['mine', 'none'], 'team'), ...called(teams)],
      label: called(labels),
      priority: words(['urgent', 'high', 'medium', 'low', 'none'], 'priority'),
      account: (accounts ?? []).map(({ id, displayPhoneNumber, phoneNumberId }) => ({ value: id, label: displayPhoneNumber ?? phoneNumberId })),
      widget: called(widgets ?? []),
      language: SPOKEN.map((value) => ({ value, label: languages.of(value) ?? value })).sort((one, other) => one.label.localeCompare(other.label)),
    };
  }, [t, i18n.language, agents, teams, labels, me.id, accounts, widgets]);
}
