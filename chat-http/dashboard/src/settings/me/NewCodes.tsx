import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Edit } from '../../admin/Edit.js';
import { chat } from '../../lib/chat.js';
import { CodeField, plain } from './CodeField.js';

/** Other recovery codes in place of those that are left. */
export function NewCodes({ onDone, onClose }: { onDone: (recoveryCodes: readonly string[]) => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation('me');
  const [code, setCode] = useState('');
  const make = async (): Promise<void> => onDone((await chat.api.post('/api/v1/me/second-factor/recovery-codes', { body: { code: plain(code) } })).recoveryCodes);
  return (
    <Edit title={t('factor.newCodes')} fields={['code']} isDirty={false} isReady={plain(code) !== ''} deed={t('factor.makeCodes')} onSave={make} onSaved={() => {}} onClose={onClose}>
      {(wrong) => (
        <>
          <p>{t('factor.newCodesHint')}</p>
          <CodeField label={t('factor.codeOrRecovery')} value={code} onChange={setCode} error={wrong('code') && t('factor.wrongCode')} />
        </>
      )}
    </Edit>
  );
}
