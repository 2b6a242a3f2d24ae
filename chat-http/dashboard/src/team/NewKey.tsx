import { type ReactNode, useState } from 'react';
import { NativeSelect, Radio, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit } from '../admin/Edit.js';
import { useForget } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { PermissionPicker } from './PermissionPicker.js';
import type { Permission } from './rights.js';

const DAYS = [30, 90, 365] as const;
const DAY = 86_400_000;

/** A key for a program: what it is for, what it may do, and for how long. */
export function NewKey({ onMade, onClose }: { onMade: (made: Rest.MadeApiKey) => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const forget = useForget();
  const [name, setName] = useState('');
  const [isAll, setAll] = useState(false);
  const [scopes, setScopes] = useState<readonly Permission[]>(['conversations.read']);
  const [days, setDays] = useState('90');
  const save = async (): Promise<void> => {
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * DAY).toISOString();
    const key = await chat.api.post('/api/v1/api-keys', { body: { name, expiresAt, scopes: isAll ? null : [...scopes] } });
    forget('GET /api/v1/api-keys');
    onMade(key);
  };
  return (
    <Edit title={t('keys.new')} size="lg" fields={['name', 'scopes', 'expiresAt']} isDirty={name !== ''} deed={t('keys.create')} onSave={save} onSaved={() => {}} onClose={onClose}>
      {(wrong) => (
        <>
          <TextInput label={t('keys.name')} description={t('keys.nameHint')} placeholder={t('keys.nameExample')} value={name} onChange={({ currentTarget: { value } }) => setName(value)} error={wrong('name')} maxLength={100} data-autofocus />
          <NativeSelect
            label={t('keys.expiry')}
            description={t('keys.expiryHint')}
            value={days}
            onChange={({ currentTarget: { value } }) => setDays(value)}
            error={wrong('expiresAt')}
            data={[...DAYS.map((count) => ({ value: String(count), label: t('keys.days', { count }) })), { value: '', label: t('keys.never') }]}
          />
          <Radio.Group label={t('keys.may')} value={isAll ? 'all' : 'some'} onChange={(it) => setAll(it === 'all')}>
            <div className="choices role-choices">
              <Radio value="some" label={t('keys.some')} description={t('keys.someHint')} />
              <Radio value="all" label={t('keys.all')} description={t('keys.allHint')} />
            </div>
          </Radio.Group>
          {!isAll && <PermissionPicker value={scopes} onChange={setScopes} error={wrong('scopes')} />}
        </>
      )}
    </Edit>
  );
}
