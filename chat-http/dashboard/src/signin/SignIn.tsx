import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { ChatError } from '@chat/client';
import { MessageCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { chat } from '../lib/chat.js';
import { inWords } from '../lib/problems.js';
import { choose, isLanguage, LANGUAGES } from '../lib/words.js';

/** Asks who it is: by e-mail address and password, and by a code of those who want one asked for. */
export function SignIn({ hasEnded, onSignedIn }: { hasEnded: boolean; onSignedIn: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(hasEnded ? t('signIn.ended') : null);
  const [isBusy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const isSecond = code !== null;
  useEffect(() => first.current?.focus(), [isSecond]);
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('app')}`;
  }, [t]);

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
    <div className="sign-in">
      <main className="sign-in-card">
        <span className="logo">
          <MessageCircle size={26} aria-hidden />
        </span>
        <h1>{isSecond ? t('signIn.codeTitle') : t('signIn.title')}</h1>
        <p className="dim">{isSecond ? t('signIn.codeHint') : t('signIn.hint')}</p>
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
        <label className="language">
          <span>{t('menu.language')}</span>
          <select value={i18n.language} onChange={({ currentTarget: { value } }) => isLanguage(value) && void choose(value)}>
            {Object.entries(LANGUAGES).map(([tag, name]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </main>
    </div>
  );
}
