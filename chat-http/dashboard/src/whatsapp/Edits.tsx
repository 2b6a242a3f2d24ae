import { type ReactNode, useState } from 'react';
import { NumberInput, PasswordInput, Switch, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit, type Terms } from '../admin/Edit.js';
import { chat } from '../lib/chat.js';
import { hintFor } from './connect/checks.js';
import { putAccount } from './data.js';

interface EditProps {
  account: Rest.WhatsAppAccount;
  onClose: () => void;
}

const PER_SECOND_MAX = 1000;

async function change(id: string, body: Rest.UpdateWhatsAppAccount, terms: Terms): Promise<void> {
  putAccount(await chat.api.patch('/api/v1/whatsapp/accounts/{id}', { path: { id }, body, ...terms }));
}

/** How the number is shown, how fast it sends, and what it tells customers. */
export function EditSettings({ account, onClose }: EditProps): ReactNode {
  const { t } = useTranslation('whatsapp');
  const [seen, setSeen] = useState(account);
  const [number, setNumber] = useState(account.displayPhoneNumber ?? '');
  const [most, setMost] = useState<number | null>(account.maxMessagesPerSecond);
  const [sendsReadReceipts, setReceipts] = useState(account.sendsReadReceipts);
  const reload = (): void => {
    setSeen(account);
    setReceipts(account.sendsReadReceipts);
    setNumber(account.displayPhoneNumber ?? '');
    setMost(account.maxMessagesPerSecond);
  };
  return (
    <Edit
      title={t('settings')}
      fields={['displayPhoneNumber', 'maxMessagesPerSecond', 'sendsReadReceipts']}
      revision={seen.revision}
      isDirty={number !== (seen.displayPhoneNumber ?? '') || most !== seen.maxMessagesPerSecond || sendsReadReceipts !== seen.sendsReadReceipts}
      onReload={reload}
      onSave={(terms) => change(account.id, { ...(number.trim() && { displayPhoneNumber: number.trim() }), maxMessagesPerSecond: most ?? 0, sendsReadReceipts }, terms)}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <TextInput label={t('field.displayPhoneNumber')} description={t('fieldHint.displayPhoneNumber')} value={number} error={wrong('displayPhoneNumber')} maxLength={64} dir="ltr" onChange={({ currentTarget }) => setNumber(currentTarget.value)} />
          <NumberInput
            label={t('field.maxMessagesPerSecond')}
            description={t('fieldHint.maxMessagesPerSecond')}
            placeholder={t('metasLimit')}
            min={1}
            max={PER_SECOND_MAX}
            allowDecimal={false}
            value={most ?? ''}
            error={wrong('maxMessagesPerSecond')}
            onChange={(value) => setMost(typeof value === 'number' && value > 0 ? value : null)}
          />
          <Switch label={t('field.sendsReadReceipts')} description={t('fieldHint.sendsReadReceipts')} checked={sendsReadReceipts} error={wrong('sendsReadReceipts')} onChange={({ currentTarget: { checked } }) => setReceipts(checked)} />
        </>
      )}
    </Edit>
  );
}

/** Other credentials in place of those that ran out or became known. What is left empty stays as it is. */
export function ReplaceKeys({ account, onClose }: EditProps): ReactNode {
  const { t } = useTranslation('whatsapp');
  const [accessToken, setToken] = useState('');
  const [appSecret, setSecret] = useState('');
  const token = accessToken.trim();
  const secret = appSecret.trim();
  const hint = (name: 'accessToken' | 'appSecret', value: string): string => {
    const found = hintFor(name, value);
    return found ? t(`check.${found}`) : t(`fieldHint.${name}`);
  };
  return (
    <Edit
      title={t('replace.button')}
      fields={['accessToken', 'appSecret']}
      isDirty={token !== '' || secret !== ''}
      isReady={token !== '' || secret !== ''}
      onSave={() => change(account.id, { ...(token && { accessToken: token }), ...(secret && { appSecret: secret }) }, {})}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <p className="dim">{t('replace.hint')}</p>
          <PasswordInput label={t('field.accessToken')} description={hint('accessToken', token)} value={accessToken} error={wrong('accessToken')} autoComplete="off" dir="ltr" onChange={({ currentTarget }) => setToken(currentTarget.value)} />
          <PasswordInput label={t('field.appSecret')} description={hint('appSecret', secret)} value={appSecret} error={wrong('appSecret')} autoComplete="off" dir="ltr" onChange={({ currentTarget }) => setSecret(currentTarget.value)} />
        </>
      )}
    </Edit>
  );
}
