import type { ReactNode } from 'react';
import { Alert, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { inWords } from '../lib/problems.js';
import type { Filling } from './filling.js';
import { partsOf, placeOf, wrongIn } from './model.js';

const ACCEPTED = { image: 'image/jpeg,image/png', video: 'video/mp4,video/3gpp', document: '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt' } as const;

/** What has to be put into a template. */
export function Fields({ filling }: { filling: Filling }): ReactNode {
  const { t } = useTranslation('templates');
  const { template, places, values, file, map, error } = filling;
  const { header, isTooMuch } = partsOf(template.components);
  const isElsewhere = error !== null && (error.errors.length === 0 || error.errors.some((it) => placeOf(it.field, places) === null));
  if (isTooMuch) {
    return (
      <Alert color="yellow" variant="light">
        {t('tooMuch')}
      </Alert>
    );
  }
  return (
    <>
      {header.media && (
        <label className="wa-file">
          <span>{t(`media.${header.media}`)}</span>
          <input type="file" accept={ACCEPTED[header.media]} aria-required onChange={({ currentTarget }) => filling.setFile(currentTarget.files?.[0] ?? null)} />
          {!file && <small className="dim">{t('fileHint')}</small>}
        </label>
      )}
      {header.isPlace && (
        <div className="fields">
          {(['latitude', 'longitude'] as const).map((name) => (
            <TextInput key={name} label={t(`place.${name}`)} required dir="ltr" inputMode="decimal" value={map[name]} onChange={({ currentTarget: { value } }) => filling.setMap({ ...map, [name]: value })} />
          ))}
        </div>
      )}
      {places.map((place) => {
        const { key, part, name, max } = place;
        const value = values[key] ?? '';
        const wrong = wrongIn(place, value);
        return (
          <TextInput
            key={key}
            label={t(`field.${part}`, { name })}
            required
            dir="auto"
            value={value}
            error={filling.refused(key) ?? (wrong && wrong !== 'missing' ? t(`wrong.${wrong}`, { max }) : undefined)}
            onChange={({ currentTarget }) => filling.set(key, currentTarget.value)}
          />
        );
      })}
      {isElsewhere && (
        <Alert color="red" variant="light" role="alert" className="alert">
          {inWords(error, t)}
        </Alert>
      )}
    </>
  );
}
