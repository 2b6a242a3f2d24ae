import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import { useSave } from '../../admin/query.js';
import { Face } from '../../inbox/Face.js';
import { chat } from '../../lib/chat.js';
import { useTeam } from '../../lib/team.js';

/** What others know somebody by. */
export function Name({ agent }: { agent: Rest.Colleague }): ReactNode {
  const { t } = useTranslation('me');
  const { may } = useTeam();
  const canChange = may('team.manage');
  const [name, setName] = useState(agent.name);
  const save = useSave((body: { name: string }) => chat.api.patch('/api/v1/agents/{id}', { path: { id: agent.id }, body }), {
    stale: ['GET /api/v1/agents/{id}', 'GET /api/v1/agents'],
    done: t('profile.saved'),
    isQuiet: true,
    onDone: (it) => setName(it.name),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ name });
  };
  const problem = save.error && (save.error.errors.find((it) => it.field === 'name')?.problem ?? save.error.message);
  return (
    <Section>
      <div className="me">
        <Face id={agent.id} name={agent.name} size={64} />
        <div>
          <h2>
            <bdi>{agent.name}</bdi>
          </h2>
          <p className="dim">
            <bdi>{agent.email}</bdi>
          </p>
        </div>
      </div>
      {canChange ? (
        <form className="me-form" onSubmit={submit}>
          <TextInput label={t('profile.name')} description={t('profile.nameHint')} value={name} onChange={({ currentTarget: { value } }) => setName(value)} error={problem} maxLength={100} required withAsterisk={false} autoComplete="name" />
          <Button type="submit" disabled={name === agent.name || name.trim() === ''} loading={save.isPending}>
            {t('admin.save', { ns: 'main' })}
          </Button>
        </form>
      ) : (
        <p className="dim">{t('profile.askAdmin')}</p>
      )}
    </Section>
  );
}
