import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Alert, Anchor, Button, TextInput } from '@mantine/core';
import { ChatError } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { chat, PAGES } from '../lib/chat.js';
import { NewPassword } from '../lib/NewPassword.js';
import { inWords } from '../lib/problems.js';
import { strengthOf } from '../lib/strength.js';
import { Card } from './Card.js';
import { Provider } from './Provider.js';
import { tokenIn } from './token.js';

/** The token of the link: it leaves the address at once, so that it stays in no history and on no screenshot. */
function useToken(): string | null {
  const [token, setToken] = useState(() => tokenIn(location.hash));
  useEffect(() => {
    const take = (): void => {
      const found = tokenIn(location.hash);
      if (!found) return;
      setToken(found);
      history.replaceState(history.state, '', location.pathname + location.search);
    };
    take();
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return token;
}

/** Somebody who was invited takes its place in the team: it says what it is called and how it will sign in, and is signed in. */
export default function Invitation(): ReactNode {
  const { t } = useTranslation('signin');
  const token = useToken();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ChatError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const strength = strengthOf(password, [name]);

  const accept = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!token || strength.level === 'short') return;
    setBusy(true);
    setError(null);
    try {
      await chat.api.post('/api/v1/auth/invitation', { body: { token, name: name.trim(), password } });
      // Whoever was signed in here before is not any more: nothing of it stays in the page.
      location.assign(PAGES);
    } catch (thrown) {
      setError(ChatError.of(thrown));
      setBusy(false);
    }
  };
  if (!token || error?.code === 'not_found') {
    return (
      <Card title={t(token ? 'over' : 'incomplete')} hint={t(token ? 'overHint' : 'incompleteHint')}>
        <Anchor href={PAGES} className="invitation-way">
          {t('signIn')}
        </Anchor>
      </Card>
    );
  }
  const isTaken = error?.code === 'conflict';
  const wrong = (field: string): string | undefined => error?.errors.find((it) => it.field === field)?.problem;
  return (
    <Card title={t('title')} hint={t('hint')}>
      <form onSubmit={(event) => void accept(event)} className="form">
        {error && error.errors.length === 0 && (
          <Alert color="red" variant="light" role="alert" className="alert">
            {isTaken ? t('taken') : inWords(error, t)} {isTaken && <Anchor href={PAGES}>{t('signIn')}</Anchor>}
          </Alert>
        )}
        <TextInput label={t('name')} description={t('nameHint')} value={name} onChange={({ currentTarget: { value } }) => setName(value)} error={wrong('name')} autoComplete="name" maxLength={100} required withAsterisk={false} size="md" autoFocus />
        <NewPassword label={t('password')} value={password} onChange={setPassword} error={wrong('password')} known={[name]} size="md" />
        <Button type="submit" size="md" loading={isBusy} disabled={name.trim() === '' || strength.level === 'short'} fullWidth>
          {t('join')}
        </Button>
      </form>
      <Provider returnTo={PAGES} />
    </Card>
  );
}
