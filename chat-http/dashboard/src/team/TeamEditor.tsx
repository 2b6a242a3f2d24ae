import { type ReactNode, useState } from 'react';
import { Checkbox, Switch, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit, type Terms } from '../admin/Edit.js';
import { useKept } from '../admin/kept.js';
import { useForget } from '../admin/query.js';
import { chat } from '../lib/chat.js';

interface Written {
  name: string;
  description: string;
  members: string[];
  roundRobin: boolean;
}

const writtenOf = (team: Rest.Team | undefined): Written => ({
  name: team?.name ?? '',
  description: team?.description ?? '',
  members: team?.members ?? [],
  roundRobin: team?.roundRobin ?? true,
});

/** A team: what it is called, who is in it, and who gets its conversations. */
export function TeamEditor({ team, agents, onClose }: { team: Rest.Team | undefined; agents: readonly Rest.Colleague[]; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const forget = useForget();
  const [base, setBase] = useState(team);
  const { draft: written, isChanged, set: change, drop } = useKept(`team ${base?.id ?? 'new'}`, writtenOf(base));
  const save = async (terms: Terms): Promise<void> => {
    const body = { ...written, description: written.description.trim() || null, audience: base?.audience };
    if (base) await chat.api.put('/api/v1/teams/{id}', { path: { id: base.id }, body, ...terms });
    else await chat.api.post('/api/v1/teams', { body });
    forget('GET /api/v1/teams');
  };
  const reload = (): void => {
    if (!base) return;
    void chat.api.get('/api/v1/teams/{id}', { path: { id: base.id } }).then((theirs) => {
      setBase(theirs);
      drop();
    });
  };
  const close = (): void => {
    drop();
    onClose();
  };
  const here = agents.filter((it) => !it.deactivatedAt || written.members.includes(it.id));
  return (
    <Edit title={base ? t('teams.edit', { name: base.name }) : t('teams.new')} fields={['name', 'description', 'members']} isDirty={isChanged} revision={base?.revision} onReload={reload} deed={base ? undefined : t('teams.create')} onSave={save} onClose={close}>
      {(wrong) => (
        <>
          <TextInput label={t('teams.name')} placeholder={t('teams.nameExample')} value={written.name} onChange={({ currentTarget: { value } }) => change({ name: value })} error={wrong('name')} maxLength={100} data-autofocus />
          <TextInput label={t('teams.description')} value={written.description} onChange={({ currentTarget: { value } }) => change({ description: value })} error={wrong('description')} />
          <Checkbox.Group label={t('teams.members')} value={written.members} onChange={(members) => change({ members })} error={wrong('members')}>
            <div className="choices team-choices">
              {here.map((it) => (
                <Checkbox key={it.id} value={it.id} label={it.name} description={it.email} />
              ))}
            </div>
          </Checkbox.Group>
          <Switch label={t('teams.turnsLabel')} description={t('teams.turnsHint')} checked={written.roundRobin} onChange={({ currentTarget: { checked } }) => change({ roundRobin: checked })} />
        </>
      )}
    </Edit>
  );
}
