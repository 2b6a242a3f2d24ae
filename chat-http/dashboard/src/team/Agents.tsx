import { type ReactNode, useState } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useChatEvent } from '@chat/react';
import { EllipsisVertical, KeyRound, Pencil, ShieldCheck, UserMinus, UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { useOpened } from '../admin/opened.js';
import { Asked } from '../admin/Page.js';
import { useAsk, useForget, useSave } from '../admin/query.js';
import { Face } from '../inbox/Face.js';
import { chat } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';
import { AgentEditor } from './AgentEditor.js';
import { choiceOf, isLastOwner, mayGive, stateOf } from './rights.js';
import { useRoleName } from './RolePicker.js';

const LOOKS = { left: '', offline: '', online: 'state-good', away: 'state-amber', busy: 'state-bad' } as const;

/** Who is in the team, and how each is to be found. */
export function Agents(): ReactNode {
  const { t } = useTranslation('team');
  const agents = useAsk('GET /api/v1/agents', undefined, { everyMs: 15_000 });
  const roles = useAsk('GET /api/v1/roles');
  const teams = useAsk('GET /api/v1/teams');
  const forget = useForget();
  useChatEvent('agent', () => forget('GET /api/v1/agents'));
  useChatEvent('definition', () => forget('GET /api/v1/roles', 'GET /api/v1/teams'));
  const [opened, open] = useOpened();
  return (
    <Asked of={agents}>
      {({ items }) => {
        const here = items.filter((it) => !it.deactivatedAt);
        const left = items.filter((it) => it.deactivatedAt);
        const row = (it: Rest.Colleague): ReactNode => <AgentRow key={it.id} agent={it} agents={items} roles={roles.data?.items} teams={teams.data?.items ?? []} onOpen={() => open(it.id)} />;
        const found = items.find((it) => it.id === opened);
        return (
          <>
            <ul className="ledger">{here.map(row)}</ul>
            {left.length > 0 && (
              <section className="team-left">
                <h2>{t('agents.left', { count: left.length })}</h2>
                <ul className="ledger">{left.map(row)}</ul>
              </section>
            )}
            {found && roles.data && teams.data && <AgentEditor key={found.id} agent={found} agents={items} roles={roles.data.items} teams={teams.data.items} onClose={() => open(null)} />}
          </>
        );
      }}
    </Asked>
  );
}

interface AgentRowProps {
  agent: Rest.Colleague;
  agents: readonly Rest.Colleague[];
  roles: readonly Rest.Role[] | undefined;
  teams: readonly Rest.Team[];
  onOpen: () => void;
}

function AgentRow({ agent, agents, roles, teams, onOpen }: AgentRowProps): ReactNode {
  const { t } = useTranslation('team');
  const { me, may } = useTeam();
  const roleName = useRoleName(roles);
  const state = stateOf(agent);
  const own = teams.filter((it) => it.members.includes(agent.id));
  const isMine = may('team.manage') && mayGive(me, choiceOf(agent), roles ?? []);
  const name = agent.id === me.id ? t('agents.you', { name: agent.name }) : agent.name;
  return (
    <li className={`ledger-row person ${agent.deactivatedAt ? 'is-left' : ''}`}>
      <Face id={agent.id} name={agent.name} size={38} isPresent={state === 'online'} />
      <div className="ledger-main">
        {isMine ? (
          <button type="button" className="ledger-name" onClick={onOpen}>
            <bdi>{name}</bdi>
          </button>
        ) : (
          <strong>
            <bdi>{name}</bdi>
          </strong>
        )}
        <p className="dim">
          <bdi>{agent.email}</bdi>
        </p>
      </div>
      <div className="ledger-part person-role">
        <span>{roleName(agent)}</span>
        {agent.hasSecondFactor && (
          <span className="second" title={t('agents.second')}>
            <ShieldCheck size={15} aria-hidden />
            <span className="sr">{t('agents.second')}</span>
          </span>
        )}
      </div>
      <div className="ledger-part person-teams minis">
        {own.map((it) => (
          <span key={it.id} className="mini">
            {it.name}
          </span>
        ))}
      </div>
      <div className="ledger-part person-state">
        <span className={`state ${LOOKS[state]}`}>{t(`state.${state}`)}</span>
        {(state === 'away' || state === 'busy') && agent.availabilityReason && <p className="dim">{agent.availabilityReason}</p>}
      </div>
      {may('team.manage') && <div className="ledger-end">{isMine && <AgentMenu agent={agent} agents={agents} onOpen={onOpen} />}</div>}
    </li>
  );
}

function AgentMenu({ agent, agents, onOpen }: { agent: Rest.Colleague; agents: readonly Rest.Colleague[]; onOpen: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const { me } = useTeam();
  const [asking, ask] = useState<'deactivate' | 'reset' | null>(null);
  const stale = ['GET /api/v1/agents'] as const;
  const { name } = agent;
  const path = { id: agent.id };
  const deactivate = useSave(() => chat.api.post('/api/v1/agents/{id}/deactivate', { path }), { stale: [...stale, 'GET /api/v1/api-keys'], done: t('agents.deactivated', { name }) });
  const reactivate = useSave(() => chat.api.post('/api/v1/agents/{id}/reactivate', { path }), { stale, done: t('agents.reactivated', { name }) });
  const reset = useSave(() => chat.api.delete('/api/v1/agents/{id}/second-factor', { path }), { stale, done: t('agents.resetDone', { name }) });
  const isLast = isLastOwner(agent, agents);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('agents.more', { name })}>
            <EllipsisVertical size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={15} />} onClick={onOpen}>
            {t('admin.edit', { ns: 'main' })}
          </Menu.Item>
          {agent.hasSecondFactor && agent.id !== me.id && (
            <Menu.Item leftSection={<KeyRound size={15} />} onClick={() => ask('reset')}>
              {t('agents.reset')}
            </Menu.Item>
          )}
          {agent.deactivatedAt ? (
            <Menu.Item leftSection={<UserPlus size={15} />} onClick={() => reactivate.mutate()}>
              {t('agents.reactivate')}
            </Menu.Item>
          ) : (
            agent.id !== me.id && (
              <Menu.Item leftSection={<UserMinus size={15} />} color="red" disabled={isLast} onClick={() => ask('deactivate')}>
                {t('agents.deactivate')}
              </Menu.Item>
            )
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === 'deactivate' && (
        <Confirm title={t('agents.deactivateTitle', { name })} deed={t('agents.deactivate')} onConfirm={() => deactivate.mutateAsync()} onClose={() => ask(null)}>
          <p>{t('agents.deactivateHint')}</p>
        </Confirm>
      )}
      {asking === 'reset' && (
        <Confirm title={t('agents.resetTitle', { name })} deed={t('agents.reset')} onConfirm={() => reset.mutateAsync()} onClose={() => ask(null)}>
          <p>{t('agents.resetHint')}</p>
        </Confirm>
      )}
    </>
  );
}
