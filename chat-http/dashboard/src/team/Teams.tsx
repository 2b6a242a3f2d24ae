import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useChatEvent } from '@chat/react';
import { Plus, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { useOpened } from '../admin/opened.js';
import { Asked } from '../admin/Page.js';
import { useAsk, useForget, useSave } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { chat } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';
import { TeamEditor } from './TeamEditor.js';

/** The teams, and who is in them. */
export function Teams(): ReactNode {
  const { t, i18n } = useTranslation('team');
  const { may } = useTeam();
  const teams = useAsk('GET /api/v1/teams');
  const agents = useAsk('GET /api/v1/agents');
  const [opened, open] = useOpened();
  const [deleting, remove] = useState<Rest.Team | null>(null);
  const forget = useForget();
  useChatEvent('definition', () => forget('GET /api/v1/teams'));
  const erase = useSave(() => chat.api.delete('/api/v1/teams/{id}', { path: { id: deleting?.id ?? '' } }), { stale: ['GET /api/v1/teams'], done: t('teams.deleted', { name: deleting?.name }) });
  const canChange = may('team.manage');
  return (
    <Asked of={teams}>
      {({ items }) => {
        const found = items.find((it) => it.id === opened);
        return (
          <>
            {items.length === 0 ? (
              <div className="empty-with-deed">
                <Empty icon={Users} title={t('teams.none')} hint={t('teams.noneHint')} />
                {canChange && (
                  <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => open('new')}>
                    {t('teams.new')}
                  </Button>
                )}
              </div>
            ) : (
              <ul className="ledger">
                {items.map((team) => {
                  const names = team.members.flatMap((id) => agents.data?.items.find((it) => it.id === id && !it.deactivatedAt)?.name ?? []);
                  return (
                    <li key={team.id} className="ledger-row">
                      <div className="ledger-main">
                        {canChange ? (
                          <button type="button" className="ledger-name" onClick={() => open(team.id)}>
                            {team.name}
                          </button>
                        ) : (
                          <strong>{team.name}</strong>
                        )}
                        {team.description && <p className="dim">{team.description}</p>}
                        <p className="dim">{names.length > 0 ? new Intl.ListFormat(i18n.language, { type: 'unit' }).format(names) : t('teams.nobody')}</p>
                      </div>
                      <span className="ledger-part">{t(team.roundRobin ? 'teams.turns' : 'teams.noTurns')}</span>
                      {canChange && (
                        <div className="ledger-end">
                          <Button size="xs" variant="default" onClick={() => open(team.id)} aria-label={`${t('admin.edit', { ns: 'main' })}: ${team.name}`}>
                            {t('admin.edit', { ns: 'main' })}
                          </Button>
                          <Button size="xs" variant="subtle" color="red" onClick={() => remove(team)} aria-label={`${t('admin.delete', { ns: 'main' })}: ${team.name}`}>
                            {t('admin.delete', { ns: 'main' })}
                          </Button>
                        </div>
                      )}
                    </li>
                  );
                })}
              </ul>
            )}
            {canChange && agents.data && (found || opened === 'new') && <TeamEditor key={opened} team={found} agents={agents.data.items} onClose={() => open(null)} />}
            {deleting && (
              <Confirm title={t('teams.deleteTitle', { name: deleting.name })} deed={t('admin.delete', { ns: 'main' })} onConfirm={() => erase.mutateAsync()} onClose={() => remove(null)}>
                <p>{t('teams.deleteHint')}</p>
              </Confirm>
            )}
          </>
        );
      }}
    </Asked>
  );
}
