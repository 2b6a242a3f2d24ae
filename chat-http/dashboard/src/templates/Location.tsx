import { type ReactNode, useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { Draft } from '@chat/client';
import { LocateFixed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Edit } from '../admin/Edit.js';

const degrees = (text: string, max: number): number | null => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Math.abs(value) <= max ? value : null;
};

/** A place on the map, to be sent. */
export default function Location({ onSend, onClose }: { onSend: (draft: Draft) => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation('templates');
  const [place, setPlace] = useState({ latitude: '', longitude: '', name: '', address: '' });
  const [isLost, setLost] = useState(false);
  const latitude = degrees(place.latitude, 90);
  const longitude = degrees(place.longitude, 180);
  const [name, address] = [place.name.trim(), place.address.trim()];
  const set = (change: Partial<typeof place>): void => setPlace((now) => ({ ...now, ...change }));
  const locate = (): void =>
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        setLost(false);
        set({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) });
      },
      () => setLost(true),
    );
  const wrong = (text: string, value: number | null): string | undefined => (text.trim() !== '' && value === null ? t('place.wrong') : undefined);
  return (
    <Edit
      title={t('place.title')}
      deed={t('send')}
      isDirty={Object.values(place).some((it) => it.trim() !== '')}
      isReady={latitude !== null && longitude !== null}
      onSave={async () => onSend({ content: '', contentType: 'location', payload: { location: { latitude, longitude, ...(name && { name }), ...(address && { address }) } } })}
      onClose={onClose}
    >
      {() => (
        <>
          <div className="fields">
            <TextInput data-autofocus label={t('place.latitude')} required dir="ltr" inputMode="decimal" placeholder="38.7223" value={place.latitude} error={wrong(place.latitude, latitude)} onChange={({ currentTarget }) => set({ latitude: currentTarget.value })} />
            <TextInput label={t('place.longitude')} required dir="ltr" inputMode="decimal" placeholder="-9.1393" value={place.longitude} error={wrong(place.longitude, longitude)} onChange={({ currentTarget }) => set({ longitude: currentTarget.value })} />
          </div>
          <div>
            <Button size="xs" variant="default" leftSection={<LocateFixed size={14} aria-hidden />} onClick={locate}>
              {t('place.here')}
            </Button>
            {isLost && (
              <p className="field-error" role="alert">
                {t('place.lost')}
              </p>
            )}
          </div>
          <TextInput label={t('place.name')} dir="auto" maxLength={1000} value={place.name} onChange={({ currentTarget }) => set({ name: currentTarget.value })} />
          <TextInput label={t('place.address')} dir="auto" maxLength={1000} value={place.address} onChange={({ currentTarget }) => set({ address: currentTarget.value })} />
        </>
      )}
    </Edit>
  );
}
