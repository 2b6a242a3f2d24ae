import { type ReactNode, useState } from 'react';
import { ActionIcon, Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { Plus, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import { dayName } from '../days.js';
import type { Settings } from '../types.js';
import type { PartProps } from './fields.js';
import { DAYS, OFFICE, type Opening, toggled, weekdayName } from './week.js';

type BusinessHours = NonNullable<Settings['businessHours']>;

const ZONES = Intl.supportedValuesOf('timeZone');
const here = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When somebody is there to answer. */
export function Hours({ draft, set, wrong }: PartProps): ReactNode {
  const { t } = useTranslation('widgets');
  const hours = draft.businessHours;
  return (
    <Section title={t('hours.title')} hint={t('hours.hint')}>
      <Switch
        label={t('hours.on')}
        checked={hours !== null}
        onChange={({ currentTarget }) => set({ businessHours: currentTarget.checked ? { timeZone: here(), week: [OFFICE], closedOn: [] } : null })}
      />
      {hours && <Week hours={hours} wrong={wrong} onChange={(part) => set({ businessHours: { ...hours, ...part } })} />}
    </Section>
  );
}

function Week({ hours, wrong, onChange }: { hours: BusinessHours; wrong: PartProps['wrong']; onChange: (part: Partial<BusinessHours>) => void }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const [off, setOff] = useState('');
  const put = (at: number, opening: Opening): void => onChange({ week: hours.week.map((it, place) => (place === at ? opening : it)) });
  const zones = ZONES.includes(hours.timeZone) ? ZONES : [hours.timeZone, ...ZONES];
  return (
    <>
      <NativeSelect label={t('hours.zone')} value={hours.timeZone} data={zones} error={wrong('businessHours.timeZone')} onChange={({ currentTarget }) => onChange({ timeZone: currentTarget.value })} />
      <ul className="w-openings">
        {hours.week.map((opening, at) => (
          <li key={at}>
            <div className="chips" role="group" aria-label={t('hours.days')}>
              {DAYS.map((day) => (
                <button key={day} type="button" className="chip" aria-pressed={opening.days.includes(day)} onClick={() => put(at, toggled(opening, day))}>
                  {weekdayName(day, i18n.language)}
                </button>
              ))}
            </div>
            <div className="w-times">
              <TextInput type="time" aria-label={t('hours.from')} value={opening.from} onChange={({ currentTarget }) => put(at, { ...opening, from: currentTarget.value })} />
              <span aria-hidden>–</span>
              <TextInput type="time" aria-label={t('hours.to')} value={opening.to === '24:00' ? '00:00' : opening.to} onChange={({ currentTarget }) => put(at, { ...opening, to: currentTarget.value === '00:00' ? '24:00' : currentTarget.value })} />
              <ActionIcon variant="subtle" color="gray" aria-label={t('hours.remove')} onClick={() => onChange({ week: hours.week.filter((_, place) => place !== at) })}>
                <Trash2 size={15} aria-hidden />
              </ActionIcon>
            </div>
            {opening.to < opening.from && <p className="dim">{t('hours.overnight')}</p>}
            {[`businessHours.week[${at}]`, `businessHours.week[${at}].from`, `businessHours.week[${at}].to`, `businessHours.week[${at}].days`].map(wrong).map((problem) => problem && <p key={problem} className="w-wrong">{problem}</p>)}
          </li>
        ))}
      </ul>
      <div>
        <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => onChange({ week: [...hours.week, { ...OFFICE, days: ['saturday'] }] })}>
          {t('hours.add')}
        </Button>
      </div>
      <div className="w-add">
        <TextInput type="date" label={t('hours.closedOn')} description={t('hours.closedOnHint')} value={off} onChange={({ currentTarget }) => setOff(currentTarget.value)} />
        <Button
          variant="default"
          disabled={!off || hours.closedOn.includes(off)}
          onClick={() => {
            onChange({ closedOn: [...hours.closedOn, off].sort() });
            setOff('');
          }}
        >
          {t('admin.add')}
        </Button>
      </div>
      {hours.closedOn.length > 0 && (
        <ul className="chips">
          {hours.closedOn.map((day) => (
            <li key={day} className="w-closed">
              {dayName(day, i18n.language, true)}
              <button type="button" aria-label={t('hours.open', { day: dayName(day, i18n.language, true) })} onClick={() => onChange({ closedOn: hours.closedOn.filter((it) => it !== day) })}>
                <X size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
