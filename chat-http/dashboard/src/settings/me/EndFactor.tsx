import { type ReactNode, useState } from 'react';
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Edit } from '../../admin/Edit.js';
import { chat } from '../../lib/chat.js';
import { CodeField, plain } from './CodeField.js';

/** Ends the second step: it takes both of what one signs in with. */
export function EndFactor({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation('me');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const end = (): Promise<unknown> => chat.api.post('/api/v1/me/second-factor/disable', { body: { password, code: plain(code) } });
  return (
    <Edit title={t('factor.endTitle')} fields={['password', 'code']} isDirty={false} isReady={password !== '' && plain(code) !== ''} deed={t('factor.end')} onSave={end} onClose={onClose}>
      {(wrong) => (
        <>
          <p>{t('factor.endHint')}</p>
          <PasswordInput
            label={t('factor.password')}
            value={password}
            onChange={({ currentTarget: { value } }) => setPassword(value)}
            error={wrong('password') && t('password.wrong')}
            autoComplete="current-password"
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': t('password.show', { ns: 'main' }) }}
          />
          <CodeField label={t('factor.codeOrRecovery')} value={code} onChange={setCode} error={wrong('code') && t('factor.wrongCode')} />
        </>
      )}
    </Edit>
  );
}
