import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { ChatError } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { chat } from '../lib/chat.js';
import { inWords } from '../lib/problems.js';
import { Card } from './Card.js';
import { Provider } from './Provider.js';

/** Asks who it is: by e-mail address and password, and by a code of those who want one asked for. */
export function SignIn({ hasEnded, onSignedIn }: { hasEnded: boolean; onSignedIn: () => void }): ReactNode {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(hasEnded ? t('signIn.ended') : null);
  const [isBusy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const isSecond = code !== null;
  useEffect(() => first.current?.focus(), [isSecond]);

  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await chat.api.post('/api/v1/auth/login', { body: { email: email.trim(), password, ...(isSecond ? { code: code.replace(/\s/g, '') } : {}) } });
      onSignedIn();
    } catch (thrown) {
      const error = ChatError.of(thrown);
      if (error.code === 'second_factor_required') setCode('');
      else setProblem(inWords(error, t));
      setBusy(false);
    }
  };

  return (
    <Card title={isSecond ? t('signIn.codeTitle') : t('signIn.title')} name={t('signIn.title')} hint={isSecond ? t('signIn.codeHint') : t('signIn.hint')}>
      <form onSubmit={(event) => void signIn(event)} className="form">
        {problem && (
          <Alert color="red" variant="light" role="alert" className="alert">
            {problem}
          </Alert>
        )}
        {isSecond ? (
          <TextInput key="code" ref={first} label={t('signIn.code')} value={code} onChange={(it) => setCode(it.currentTarget.value)} autoComplete="one-time-code" inputMode="text" required size="md" />
        ) : (
          <>
            <TextInput key="email" ref={first} type="email" label={t('signIn.email')} value={email} onChange={(it) => setEmail(it.currentTarget.value)} autoComplete="username" required size="md" withAsterisk={false} />
            <PasswordInput label={t('signIn.password')} value={password} onChange={(it) => setPassword(it.currentTarget.value)} autoComplete="current-password" required size="md" withAsterisk={false} />
          </>
        )}
        <Button type="submit" size="md" loading={isBusy} fullWidth>
          {isSecond ? t('signIn.check') : t('signIn.go')}
        </Button>
        {isSecond && (
          <Button variant="subtle" onClick={() => setCode(null)}>
            {t('signIn.back')}
          </Button>
        )}
      </form>
      {!isSecond && <Provider returnTo={location.pathname + location.search} />}
    </Card>
  );
}
