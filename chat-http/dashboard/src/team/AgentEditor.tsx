import { type ReactNode, useState } from 'react';
import { Checkbox, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit, type Terms } from '../admin/Edit.js';
import { useKept } from '../admin/kept.js';
import { useForget } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { Reach } from './Reach.js';
import { choiceOf, isLastOwner, roleOf } from './rights.js';
import { RolePicker } from './RolePicker.js';

interface AgentEditorProps {
  agent: Rest.Colleague;
  agents: readonly Rest.Colleague[];
  roles: readonly Rest.Role[];
  teams: readonly Rest.Team[];
  onClose: () => void;
}

/** What somebody is called, may do, and whom it works with. */
export function AgentEditor({ agent, agents, roles, teams, onClose }: AgentEditorProps): ReactNode {
  const { t } = useTranslation('team');
  const forget = useForget();
  const [base, setBase] = useState(agent);
  const before = teams.filter((it) => it.members.includes(agent.id)).map((it) => it.id);
  const { draft, set, drop } = useKept(`agent ${agent.id}`, { name: base.name, choice: choiceOf(base), joined: before });
  const { name, choice, joined } = draft;
  const own = roles.find((it) => `own:${it.id}` === choice);
  const moved = teams.filter((it) => joined.includes(it.id) !== before.includes(it.id));
  const isOther = name !== base.name || choice !== choiceOf(base);

  const save = async (terms: Terms): Promise<void> => {
    if (isOther) {
      const body = { ...(name === base.name ? {} : { name }), ...(choice === choiceOf(base) ? {} : roleOf(choice)) };
      setBase(await chat.api.patch('/api/v1/agents/{id}', { path: { id: agent.id }, body, ...terms }).then((it) => ({ ...base, ...it })));
    }
    // Somebody may have changed a team meanwhile: it is read again, and only this one member is put in or taken out.
    for (const { id } of moved) {
      const { name, description, roundRobin, audience, members, revision } = await chat.api.get('/api/v1/teams/{id}', { path: { id } });
      const others = members.filter((it) => it !== agent.id);
      const body = { name, description, roundRobin, audience, members: joined.includes(id) ? [...others, agent.id] : others };
      await chat.api.put('/api/v1/teams/{id}', { path: { id }, body, headers: { 'if-match': `"${revision}"` } });
    }
    forget('GET /api/v1/agents', 'GET /api/v1/teams');
  };
  const reload = (): void => {
    void chat.api.get('/api/v1/agents/{id}', { path: { id: agent.id } }).then((theirs) => {
      setBase(theirs);
      drop();
    });
  };
  const close = (): void => {
    drop();
    onClose();
  };
  return (
    <Edit title={base.name} size="lg" fields={['name', 'role', 'customRoleId']} isDirty={isOther || moved.length > 0} revision={base.revision} onReload={reload} onSave={save} onClose={close}>
      {(wrong) => (
        <>
          <TextInput label={t('agents.name')} description={t('agents.nameHint')} value={name} onChange={({ currentTarget: { value } }) => set({ name: value })} error={wrong('name')} required withAsterisk={false} maxLength={100} />
          <RolePicker value={choice} own={roles} onChange={(it) => set({ choice: it })} error={wrong('role') ?? wrong('customRoleId')} isFixed={isLastOwner(agent, agents)} />
          {isLastOwner(agent, agents) && <p className="hint-box">{t('agents.lastOwner')}</p>}
          {own && (
            <div className="hint-box">
              <Reach role={own} />
            </div>
          )}
          {teams.length > 0 && (
            <Checkbox.Group label={t('agents.teams')} value={joined} onChange={(it) => set({ joined: it })}>
              <div className="choices team-choices">
                {teams.map((it) => (
                  <Checkbox key={it.id} value={it.id} label={it.name} />
                ))}
              </div>
            </Checkbox.Group>
          )}
        </>
      )}
    </Edit>
  );
}
