import type { ReactNode } from 'react';
import { NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import type { Settings } from '../types.js';
import { orNull, type PartProps } from './fields.js';

/** What visitors can do, and what they see and hear of the team. */
export function Behaviour({ draft, set }: PartProps): ReactNode {
  const { t } = useTranslation('widgets');
  return (
    <Section title={t('behaviour.title')}>
      {(['avatars', 'fileUpload', 'sound'] as const).map((name) => (
        <Switch key={name} label={t(`behaviour.${name}`)} description={t(`behaviour.${name}Hint`)} checked={draft[name]} onChange={({ currentTarget }) => set({ [name]: currentTarget.checked })} />
      ))}
    </Section>
  );
}

const DELAY_MAX_S = 3600;

/** When a popup's words come. */
export function Occasions({ draft, set, wrong }: PartProps): ReactNode {
  const { t } = useTranslation('widgets');
  const { popup } = draft;
  const change = (part: Partial<Settings['popup']>): void => set({ popup: { ...popup, ...part } });
  const number = (value: string | number): number | null => (typeof value === 'number' ? value : null);
  const hasNone = popup.delaySeconds === null && popup.scrollPercent === null && !popup.exitIntent && popup.event === null;
  return (
    <Section title={t('popup.title')} hint={t('popup.hint')}>
      <div className="fields">
        <NumberInput label={t('popup.delay')} placeholder={t('popup.never')} min={0} max={DELAY_MAX_S} allowDecimal={false} suffix=" s" value={popup.delaySeconds ?? ''} error={wrong('popup.delaySeconds')} onChange={(value) => change({ delaySeconds: number(value) })} />
        <NumberInput label={t('popup.scroll')} placeholder={t('popup.never')} min={1} max={100} allowDecimal={false} suffix=" %" value={popup.scrollPercent ?? ''} error={wrong('popup.scrollPercent')} onChange={(value) => change({ scrollPercent: number(value) })} />
        <TextInput label={t('popup.event')} description={t('popup.eventHint')} value={popup.event ?? ''} error={wrong('popup.event')} dir="ltr" onChange={({ currentTarget }) => change({ event: orNull(currentTarget.value) })} />
      </div>
      <Switch label={t('popup.exit')} checked={popup.exitIntent} onChange={({ currentTarget }) => change({ exitIntent: currentTarget.checked })} />
      {hasNone && <p className="dim">{t('popup.none')}</p>}
      <div className="fields">
        <NumberInput label={t('popup.times')} min={1} max={100} allowDecimal={false} value={popup.frequency.times} error={wrong('popup.frequency.times')} onChange={(value) => typeof value === 'number' && change({ frequency: { ...popup.frequency, times: value } })} />
        <NumberInput label={t('popup.hours')} min={1} max={8760} allowDecimal={false} value={popup.frequency.hours} error={wrong('popup.frequency.hours')} onChange={(value) => typeof value === 'number' && change({ frequency: { ...popup.frequency, hours: value } })} />
      </div>
      <Textarea
        label={t('popup.urls')}
        description={t('popup.urlsHint')}
        placeholder={'/pricing*\n*/cart'}
        rows={2}
        dir="ltr"
        defaultValue={popup.urls.join('\n')}
        error={popup.urls.map((_, at) => wrong(`popup.urls[${at}]`)).find(Boolean) ?? wrong('popup.urls')}
        onChange={({ currentTarget }) => change({ urls: currentTarget.value.split('\n').map((it) => it.trim()).filter(Boolean) })}
      />
    </Section>
  );
}
