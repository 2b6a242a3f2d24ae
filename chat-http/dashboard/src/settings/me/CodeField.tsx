import { type ReactNode } from 'react';
import { TextInput } from '@mantine/core';

interface CodeFieldProps {
  label: string;
  description?: string;
  value: string;
  error?: string | undefined;
  onChange: (code: string) => void;
}

/** A code, as an authenticator app shows it or as it was written down. */
export const CodeField = ({ onChange, ...rest }: CodeFieldProps): ReactNode => (
  <TextInput {...rest} onChange={({ currentTarget: { value } }) => onChange(value)} autoComplete="one-time-code" inputMode="text" dir="ltr" data-autofocus required withAsterisk={false} />
);

/** A code without what people put between. */
export const plain = (code: string): string => code.replace(/\s/g, '');
