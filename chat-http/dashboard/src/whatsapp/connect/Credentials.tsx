import { type FormEvent, type ReactNode } from 'react';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Section } from '../../admin/Page.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { inWords } from '../../lib/problems.js';
import { putAccount } from '../data.js';
import { hintFor, isComplete, type Typed } from './checks.js';

interface CredentialsProps {
  typed: Typed;
  verifyToken: string;
  onType: (part: Partial<Typed>) => void;
  onConnected: () => void;
}

const FIELDS: readonly (keyof Typed)[] = ['phoneNumberId', 'businessAccountId', 'accessToken', 'appSecret'];
const SECRET: readonly (keyof Typed)[] = ['accessToken', 'appSecret'];

/** The second step: who the number is, and what opens it. Meta is asked at once whether it does. */
export function Credentials({ typed, verifyToken, onType, onConnected }: CredentialsProps): ReactNode {
  const { t } = useTranslation('whatsapp');
  const [, go] = useLocation();
  const connect = useSave(
    () => {
      const trimmed = Object.fromEntries(Object.entries(typed).map(([name, value]: [string, string]) => [name, value.trim()])) as unknown as Typed;
      return chat.api.post('/api/v1/whatsapp/accounts', { body: { ...trimmed, verifyToken } });
    },
    {
      stale: ['GET /api/v1/whatsapp/accounts'],
      isQuiet: true,
      onDone: (account: Rest.WhatsAppAccount) => {
        putAccount(account);
        onConnected();
        go(`/whatsapp/connect/webhook/${account.id}`);
      },
    },
  );
  const { error } = connect;
  const wrong = (name: string): string | undefined => error?.errors.find((it) => it.field === name)?.problem;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete(typed)) connect.mutate();
  };
  return (
    <Section title={t('credentials.title')} hint={t('credentials.hint')}>
      <form className="modal-form" onSubmit={submit} noValidate>
        {FIELDS.map((name) => {
          const Field = SECRET.includes(name) ? PasswordInput : TextInput;
          const odd = hintFor(name, typed[name], typed);
          return (
            <Field
              key={name}
              label={t(`field.${name}`)}
              description={t(`fieldHint.${name}`)}
              error={wrong(name) ?? (odd && t(`check.${odd}`))}
              value={typed[name]}
              autoComplete="off"
              spellCheck={false}
              dir="ltr"
              onChange={({ currentTarget }) => onType({ [name]: currentTarget.value })}
            />
          );
        })}
        {error && error.errors.length === 0 && (
          <Alert color="red" variant="light" role="alert">
            {error.status === 409 ? t('credentials.taken') : inWords(error, t)}
          </Alert>
        )}
        <div className="modal-actions">
          <Button component={Link} href="/whatsapp/connect" variant="default">
            {t('step.back')}
          </Button>
          <Button type="submit" loading={connect.isPending} disabled={!isComplete(typed)}>
            {t('credentials.connect')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
