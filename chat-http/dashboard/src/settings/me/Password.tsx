import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert, Button, PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { NewPassword } from '../../lib/NewPassword.js';
import { inWords } from '../../lib/problems.js';
import { useTeam } from '../../lib/team.js';

/** Another password, which ends every other session. */
export function Password(): ReactNode {
  const { t } = useTranslation('me');
  const { me, agents } = useTeam();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const save = useSave((body: { currentPassword: string; newPassword: string }) => chat.api.post('/api/v1/me/password', { body }), {
    stale: ['GET /api/v1/me/sessions'],
    done: t('password.done'),
    isQuiet: true,
    onDone: () => {
      setCurrent('');
      setNext('');
    },
  });
  const wrong = (field: string): string | undefined => save.error?.errors.find((it) => it.field === field)?.problem;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ currentPassword: current, newPassword: next });
  };
  const self = agents.find((it) => it.id === me.id);
  return (
    <Section title={t('password.title')} hint={t('password.hint')}>
      <form className="password-form" onSubmit={submit}>
        {/* Password managers want to know whose it is. */}
        <input type="email" name="username" autoComplete="username" value={self?.email ?? ''} readOnly hidden />
        <PasswordInput
          label={t('password.current')}
          value={current}
          onChange={({ currentTarget: { value } }) => setCurrent(value)}
          error={wrong('currentPassword') && t('password.wrong')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show', { ns: 'main' }) }}
        />
        <NewPassword label={t('password.new')} value={next} onChange={setNext} error={wrong('newPassword')} known={[me.name, self?.email ?? '']} />
        {save.error && save.error.errors.length === 0 && (
          <Alert color="red" variant="light" role="alert" className="alert">
            {inWords(save.error, t)}
          </Alert>
        )}
        <Button type="submit" loading={save.isPending}>
          {t('password.change')}
        </Button>
      </form>
    </Section>
  );
}
