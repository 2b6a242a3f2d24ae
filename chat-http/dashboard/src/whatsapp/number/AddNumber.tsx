import { type ReactNode, useState } from 'react';
import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Edit } from '../../admin/Edit.js';
import { useForget } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';

const digits = (text: string): string => text.replace(/[\s()+./-]/g, '');

/** Another number for the business. It is verified and registered next. */
export function AddNumber({ accountId, onClose }: { accountId: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation('numbers');
  const forget = useForget();
  const [typed, setTyped] = useState({ countryCode: '', number: '', name: '' });
  const set = (change: Partial<typeof typed>): void => setTyped((now) => ({ ...now, ...change }));
  const body = { countryCode: digits(typed.countryCode), number: digits(typed.number), name: typed.name.trim() };
  return (
    <Edit
      title={t('add.title')}
      deed={t('add.button')}
      fields={['countryCode', 'number', 'name']}
      isDirty={Object.values(typed).some((it) => it !== '')}
      isReady={/^\d{1,3}$/.test(body.countryCode) && /^\d{4,14}$/.test(body.number) && body.name.length >= 3}
      onSave={() => chat.api.post('/api/v1/whatsapp/accounts/{id}/numbers', { path: { id: accountId }, body })}
      onSaved={() => {
        notifications.show({ color: 'green', message: t('add.done'), autoClose: 6000 });
        forget('GET /api/v1/whatsapp/accounts/{id}/numbers');
        onClose();
      }}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <p className="dim">{t('add.hint')}</p>
          <div className="fields">
            <TextInput data-autofocus label={t('field.countryCode')} placeholder="49" dir="ltr" inputMode="tel" maxLength={5} value={typed.countryCode} error={wrong('countryCode')} onChange={({ currentTarget }) => set({ countryCode: currentTarget.value })} />
            <TextInput label={t('field.number')} placeholder="30 901820" dir="ltr" inputMode="tel" maxLength={24} value={typed.number} error={wrong('number')} onChange={({ currentTarget }) => set({ number: currentTarget.value })} />
          </div>
          <TextInput label={t('field.name')} dir="auto" maxLength={128} value={typed.name} error={wrong('name')} onChange={({ currentTarget }) => set({ name: currentTarget.value })} />
        </>
      )}
    </Edit>
  );
}
