import { lazy, type ReactNode, Suspense, useState } from 'react';
import { PasswordInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Code } from '../../admin/Copy.js';
import { Edit } from '../../admin/Edit.js';
import { chat } from '../../lib/chat.js';
import { CodeField, plain } from './CodeField.js';

const QrCode = lazy(() => import('./QrCode.js'));

/** Sets an authenticator app up: the password, then the picture that the app reads, then a code of the app. */
export function SetUp({ onDone, onClose }: { onDone: (recoveryCodes: readonly string[]) => void; onClose: () => void }): ReactNode {
  const [factor, setFactor] = useState<Rest.NewFactor | null>(null);
  return factor ? <Scan factor={factor} onDone={onDone} onClose={onClose} /> : <Ask onMade={setFactor} onClose={onClose} />;
}

function Ask({ onMade, onClose }: { onMade: (factor: Rest.NewFactor) => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation('me');
  const [password, setPassword] = useState('');
  const make = async (): Promise<void> => onMade(await chat.api.post('/api/v1/me/second-factor', { body: { password } }));
  return (
    <Edit title={t('factor.setUp')} fields={['password']} isDirty={false} isReady={password !== ''} deed={t('factor.next')} onSave={make} onSaved={() => {}} onClose={onClose}>
      {(wrong) => (
        <PasswordInput
          label={t('factor.password')}
          description={t('factor.passwordHint')}
          value={password}
          onChange={({ currentTarget: { value } }) => setPassword(value)}
          error={wrong('password') && t('password.wrong')}
          autoComplete="current-password"
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': t('password.show', { ns: 'main' }) }}
        />
      )}
    </Edit>
  );
}

function Scan({ factor, onDone, onClose }: { factor: Rest.NewFactor; onDone: (recoveryCodes: readonly string[]) => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation('me');
  const [code, setCode] = useState('');
  const confirm = async (): Promise<void> => onDone((await chat.api.post('/api/v1/me/second-factor/confirm', { body: { code: plain(code) } })).recoveryCodes);
  return (
    <Edit title={t('factor.scanTitle')} fields={['code']} isDirty={code !== ''} isReady={plain(code) !== ''} deed={t('factor.confirm')} onSave={confirm} onSaved={() => {}} onClose={onClose}>
      {(wrong) => (
        <>
          <ol className="factor-steps">
            <li>{t('factor.step1')}</li>
            <li>{t('factor.step2')}</li>
            <li>{t('factor.step3')}</li>
          </ol>
          <Suspense fallback={<span className="qr" />}>
            <QrCode text={factor.uri} title={t('factor.picture')} />
          </Suspense>
          <div>
            <p className="dim">{t('factor.byHand')}</p>
            <Code text={factor.secret} what={t('factor.secret')} />
          </div>
          <CodeField label={t('factor.code')} value={code} onChange={setCode} error={wrong('code') && t('factor.wrongCode')} />
        </>
      )}
    </Edit>
  );
}
