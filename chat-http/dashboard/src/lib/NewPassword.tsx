import { type ReactNode } from 'react';
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { strengthOf } from './strength.js';
import '../admin/admin.css';

interface NewPasswordProps {
  label: string;
  value: string;
  error?: string | undefined;
  /** What is known of whoever chooses it, and so easy to guess. */
  known?: readonly string[];
  size?: 'sm' | 'md';
  onChange: (password: string) => void;
}

/** A password that is chosen, with how hard it is to guess, in words. */
export function NewPassword({ label, value, error, known, size = 'sm', onChange }: NewPasswordProps): ReactNode {
  const { t } = useTranslation();
  const strength = strengthOf(value, known);
  const text = value === '' ? t('password.hint') : strength.level === 'short' ? t('password.short', { count: strength.missing }) : t(`password.${strength.level}`);
  return (
    <PasswordInput
      label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      autoComplete="new-password"
      required
      withAsterisk={false}
      size={size}
      error={error}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        <span role="status" className={value === '' ? undefined : `state state-${strength.level === 'good' ? 'good' : strength.level === 'fair' ? 'amber' : 'bad'}`}>
          {text}
        </span>
      }
      visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
    />
  );
}
