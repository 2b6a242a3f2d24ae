import { type ReactNode, useState } from 'react';
import { PasswordInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Edit } from '../../admin/Edit.js';
import { useForget } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { languageName } from '../../lib/languages.js';
import { CODE_LANGUAGES, type Deed, FIELDS, isTold, requestOf, type Told, URL_MAX } from './deeds.js';

interface DeedFormProps {
  accountId: string;
  /** Another number of the business; the account's own without it. */
  phoneNumberId: string | null;
  deed: Deed;
  onClose: () => void;
}

/** What has to be told before something is done with a number at Meta. */
export function DeedForm({ accountId, phoneNumberId, deed, onClose }: DeedFormProps): ReactNode {
  const { t, i18n } = useTranslation('numbers');
  const forget = useForget();
  const start: Told = { method: 'sms', language: CODE_LANGUAGES[i18n.language] ?? 'en_US', code: '', pin: '', name: '', url: '' };
  const [told, setTold] = useState(start);
  const set = (change: Partial<Told>): void => setTold((now) => ({ ...now, ...change }));
  const fields = FIELDS[deed];
  return (
    <Edit
      title={t(`deed.${deed}.title`)}
      deed={t(`deed.${deed}.button`)}
      fields={fields}
      isDirty={told.code !== '' || told.pin !== '' || told.name !== '' || told.url !== ''}
      isReady={isTold(deed, told)}
      onSave={() => chat.api.post('/api/v1/whatsapp/accounts/{id}/number', { path: { id: accountId }, body: requestOf(deed, told, phoneNumberId) })}
      onSaved={() => {
        notifications.show({ color: 'green', message: t(`deed.${deed}.done`), autoClose: 6000 });
        forget('GET /api/v1/whatsapp/accounts/{id}/number', 'GET /api/v1/whatsapp/accounts/{id}/numbers', 'GET /api/v1/whatsapp/accounts');
        onClose();
      }}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <p className="dim">{t(`deed.${deed}.hint`)}</p>
          {fields.includes('method') && (
            <div className="fields">
              <label className="wa-select">
                <span>{t('field.method')}</span>
                <select value={told.method} onChange={({ currentTarget: { value } }) => set({ method: value as Told['method'] })}>
                  <option value="sms">{t('method.sms')}</option>
                  <option value="voice">{t('method.voice')}</option>
                </select>
              </label>
              <label className="wa-select">
                <span>{t('field.language')}</span>
                <select value={told.language} onChange={({ currentTarget: { value } }) => set({ language: value })}>
                  {Object.values(CODE_LANGUAGES).map((tag) => (
                    <option key={tag} value={tag}>
                      {languageName(tag.replace('_', '-'), i18n.language)}
                    </option>
                  ))}
                </select>
              </label>
            </div>
          )}
          {fields.includes('code') && <TextInput data-autofocus label={t('field.code')} dir="ltr" inputMode="numeric" autoComplete="one-time-code" maxLength={8} value={told.code} error={wrong('code')} onChange={({ currentTarget }) => set({ code: currentTarget.value })} />}
          {fields.includes('pin') && <PasswordInput data-autofocus label={t('field.pin')} description={t('pinHint')} dir="ltr" inputMode="numeric" autoComplete="off" maxLength={6} value={told.pin} error={wrong('pin')} onChange={({ currentTarget }) => set({ pin: currentTarget.value })} />}
          {fields.includes('name') && <TextInput data-autofocus label={t('field.name')} dir="auto" maxLength={128} value={told.name} error={wrong('name')} onChange={({ currentTarget }) => set({ name: currentTarget.value })} />}
          {fields.includes('url') && <TextInput data-autofocus type="url" label={t('field.url')} description={t('urlHint')} placeholder="https://" dir="ltr" maxLength={URL_MAX} value={told.url} error={wrong('url')} onChange={({ currentTarget }) => set({ url: currentTarget.value })} />}
        </>
      )}
    </Edit>
  );
}
