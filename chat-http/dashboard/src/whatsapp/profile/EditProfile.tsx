import { type ReactNode, useState } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit } from '../../admin/Edit.js';
import { useForget } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { changesOf, typedOf, VERTICALS } from './profile.js';

/** Changes how a business presents itself; what was not touched is not sent. */
export function EditProfile({ accountId, profile, onClose }: { accountId: string; profile: Rest.WhatsAppProfile; onClose: () => void }): ReactNode {
  const { t } = useTranslation('numbers');
  const forget = useForget();
  const [typed, setTyped] = useState(() => typedOf(profile));
  const [picture, setPicture] = useState<File | null>(null);
  const set = (change: Partial<typeof typed>): void => setTyped((now) => ({ ...now, ...change }));
  const changes = changesOf(profile, typed);
  const isDirty = Object.keys(changes).length > 0 || picture !== null;
  const save = async (): Promise<void> => {
    const pictureId = picture && (await chat.api.upload(picture, { name: picture.name })).id;
    await chat.api.patch('/api/v1/whatsapp/accounts/{id}/profile', { path: { id: accountId }, body: { ...changes, ...(pictureId && { pictureId }) } });
    forget('GET /api/v1/whatsapp/accounts/{id}/profile');
  };
  return (
    <Edit title={t('profile.title')} size="lg" fields={['about', 'address', 'description', 'email', 'websites', 'vertical', 'pictureId']} isDirty={isDirty} isReady={isDirty} onSave={save} onClose={onClose}>
      {(wrong) => (
        <>
          <label className="wa-select">
            <span>{t('profile.picture')}</span>
            <input type="file" accept="image/jpeg,image/png" onChange={({ currentTarget }) => setPicture(currentTarget.files?.[0] ?? null)} />
            <small className={wrong('pictureId') ? 'field-error' : 'dim'}>{wrong('pictureId') ?? t('profile.pictureHint')}</small>
          </label>
          <TextInput label={t('profile.about')} description={t('profile.aboutHint')} dir="auto" maxLength={139} value={typed.about} error={wrong('about')} onChange={({ currentTarget }) => set({ about: currentTarget.value })} />
          <Textarea label={t('profile.description')} dir="auto" rows={3} maxLength={512} value={typed.description} error={wrong('description')} onChange={({ currentTarget }) => set({ description: currentTarget.value })} />
          <label className="wa-select">
            <span>{t('profile.vertical')}</span>
            <select value={typed.vertical} onChange={({ currentTarget: { value } }) => set({ vertical: value })}>
              {[...new Set(['', ...VERTICALS, typed.vertical])].map((it) => (
                <option key={it} value={it}>
                  {it === '' ? '–' : t(`vertical.${it}`, { defaultValue: it })}
                </option>
              ))}
            </select>
          </label>
          <TextInput label={t('profile.address')} dir="auto" maxLength={256} value={typed.address} error={wrong('address')} onChange={({ currentTarget }) => set({ address: currentTarget.value })} />
          <TextInput type="email" label={t('profile.email')} dir="ltr" maxLength={128} value={typed.email} error={wrong('email')} onChange={({ currentTarget }) => set({ email: currentTarget.value })} />
          {([0, 1] as const).map((place) => (
            <TextInput key={place} type="url" label={t('profile.website', { number: place + 1 })} placeholder="https://" dir="ltr" maxLength={256} value={typed.websites[place]} error={wrong(`websites[${place}]`)} onChange={({ currentTarget: { value } }) => set({ websites: place === 0 ? [value, typed.websites[1]] : [typed.websites[0], value] })} />
          ))}
        </>
      )}
    </Edit>
  );
}
