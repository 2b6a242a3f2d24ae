import { type FormEvent, type ReactNode, useState } from 'react';
import { ActionIcon, Alert, Autocomplete, Button, Switch } from '@mantine/core';
import { Copy, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Rest } from '@chat/client';
import { useKept } from '../../admin/kept.js';
import { Asked, Page, Section } from '../../admin/Page.js';
import { asked, useAsk, useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { inWords } from '../../lib/problems.js';
import { useTeam } from '../../lib/team.js';
import { Changed } from '../Changed.js';
import { byDay, type Day, dayFault, DAYS, nextStretch, openingsOf, type Stretch, USUAL, type Week } from './week.js';
import { dayName } from './words.js';

/** When somebody is there to answer in one widget. */
export function HoursEditor({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('settings');
  const widget = useAsk('GET /api/v1/widgets/{id}', { path: { id } });
  return (
    <Page title={widget.data?.name ?? '…'} back={{ href: '/settings/hours', name: t('sections.hours') }} hint={t('hours.editHint')}>
      <Asked of={widget}>{(it) => <Form key={it.id} widget={it} />}</Asked>
    </Page>
  );
}

const ZONES = Intl.supportedValuesOf('timeZone');

function Form({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t, i18n } = useTranslation('settings');
  const [, go] = useLocation();
  const { may } = useTeam();
  const mayChange = may('widgets.manage');
  const [seen, setSeen] = useState(widget);
  const hours = seen.settings.businessHours;
  const start = { isAlways: hours === null, timeZone: hours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, week: byDay(hours?.week ?? USUAL), closedOn: hours?.closedOn ?? [] };
  const { draft, isChanged, set, drop } = useKept(`hours ${seen.id}`, start);
  const [free, setFree] = useState('');
  const leave = (): void => {
    drop();
    go('/settings/hours');
  };
  const save = useSave(
    (revision: number | null) => {
      const businessHours = draft.isAlways ? null : { timeZone: draft.timeZone, week: openingsOf(draft.week), closedOn: draft.closedOn };
      const headers = revision === null ? undefined : { 'if-match': `"${revision}"` };
      return chat.api.patch('/api/v1/widgets/{id}', { path: { id: seen.id }, body: { settings: { businessHours } }, headers });
    },
    { stale: ['GET /api/v1/widgets', 'GET /api/v1/widgets/{id}'], done: t('admin.saved'), isQuiet: true, onDone: leave },
  );
  const hasChanged = save.error?.status === 412;
  const isZone = ZONES.includes(draft.timeZone) || draft.timeZone === 'UTC';
  const isWrong = !draft.isAlways && (!isZone || DAYS.some((day) => dayFault(draft.week[day])));
  const setDay = (day: Day, stretches: readonly Stretch[]): void => set({ week: { ...draft.week, [day]: stretches } as Week });
  const everyDay = (from: Day): void => set({ week: Object.fromEntries(DAYS.map((day) => [day, day === 'saturday' || day === 'sunday' ? draft.week[day] : draft.week[from]])) as unknown as Week });
  const reload = async (): Promise<void> => {
    const fresh = (await asked.fetchQuery({ queryKey: ['GET /api/v1/widgets/{id}', { id: seen.id }, null], staleTime: 0 })) as Rest.Widget;
    drop();
    save.reset();
    setSeen(fresh);
  };
  return (
    <form
      className="page-form"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!isWrong) save.mutate(seen.revision);
      }}
    >
      {!mayChange && <Alert color="gray">{t('readOnly')}</Alert>}
      {save.error && !hasChanged && (
        <Alert color="red" role="alert">
          {inWords(save.error, t)}
        </Alert>
      )}
      <fieldset className="bare page-form" disabled={!mayChange}>
        <Section>
          <Switch checked={!draft.isAlways} label={t('hours.has')} description={draft.isAlways ? t('hours.always') : t('hours.hasHint')} onChange={({ currentTarget }) => set({ isAlways: !currentTarget.checked })} />
        </Section>
        {!draft.isAlways && (
          <>
            <Section title={t('hours.week')} hint={t('hours.weekHint')}>
              <Autocomplete className="zone" label={t('hours.zone')} data={ZONES} limit={30} value={draft.timeZone} error={isZone ? undefined : t('hours.noZone')} onChange={(timeZone) => set({ timeZone })} />
              <ul className="rows-plain">
                {DAYS.map((day) => (
                  <DayRow key={day} name={dayName(day, i18n.language)} stretches={draft.week[day]} isFirst={day === 'monday'} onChange={(next) => setDay(day, next)} onCopy={() => everyDay(day)} />
                ))}
              </ul>
            </Section>
            <Section title={t('hours.closed')} hint={t('hours.closedHint')}>
              <div className="days-off">
                <input type="date" aria-label={t('hours.dayOff')} value={free} onChange={({ currentTarget }) => setFree(currentTarget.value)} />
                <Button
                  variant="default"
                  disabled={!free || draft.closedOn.includes(free)}
                  onClick={() => {
                    set({ closedOn: [...draft.closedOn, free].sort() });
                    setFree('');
                  }}
                >
                  {t('admin.add')}
                </Button>
              </div>
              {draft.closedOn.length > 0 && (
                <ul className="places">
                  {draft.closedOn.map((date) => {
                    const name = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));
                    return (
                      <li key={date}>
                        <button type="button" aria-label={t('hours.removeDay', { day: name })} onClick={() => set({ closedOn: draft.closedOn.filter((it) => it !== date) })}>
                          {name} <X size={12} aria-hidden />
                        </button>
                      </li>
                    );
                  })}
                </ul>
              )}
            </Section>
          </>
        )}
      </fieldset>
      {mayChange && (
        <div className="save-bar">
          <span role="status">{isChanged ? t('admin.unsaved') : ''}</span>
          <Button variant="default" onClick={leave}>
            {isChanged ? t('admin.discard') : t('admin.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={isWrong}>
            {t('admin.save')}
          </Button>
        </div>
      )}
      {hasChanged && <Changed onClose={() => save.reset()} onReload={() => void reload()} onOverwrite={() => save.mutate(null)} />}
    </form>
  );
}

/** One day: closed, or from when to when. */
function DayRow({ name, stretches, isFirst, onChange, onCopy }: { name: string; stretches: readonly Stretch[]; isFirst: boolean; onChange: (next: readonly Stretch[]) => void; onCopy: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const fault = dayFault(stretches);
  const put = (at: number, change: Partial<Stretch>): void => onChange(stretches.map((it, index) => (index === at ? { ...it, ...change } : it)));
  return (
    <li>
      <div className="day-row" role="group" aria-label={name}>
        <Switch checked={stretches.length > 0} label={name} onChange={({ currentTarget }) => onChange(currentTarget.checked ? [nextStretch([])] : [])} />
        <div className="day-times">
          {stretches.length === 0 && <span className="dim">{t('hours.shut')}</span>}
          {stretches.map(({ from, to }, index) => (
            <span key={index} className="stretch">
              <input type="time" aria-label={t('hours.from')} value={from} onChange={({ currentTarget }) => put(index, { from: currentTarget.value })} />
              <span aria-hidden>–</span>
              <input type="time" aria-label={t('hours.to')} value={to === '24:00' ? '00:00' : to} onChange={({ currentTarget }) => put(index, { to: currentTarget.value === '00:00' ? '24:00' : currentTarget.value })} />
              {stretches.length > 1 && (
                <ActionIcon variant="subtle" color="gray" aria-label={t('hours.removeTime')} onClick={() => onChange(stretches.filter((_, at) => at !== index))}>
                  <X size={14} />
                </ActionIcon>
              )}
            </span>
          ))}
          {fault && (
            <span className="field-error" role="alert">
              {t(`hours.fault.${fault}`)}
            </span>
          )}
        </div>
        <div className="listed-end">
          {stretches.length > 0 && stretches.length < 4 && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('hours.addTime', { day: name })} title={t('hours.addTime', { day: name })} onClick={() => onChange([...stretches, nextStretch(stretches)])}>
              <Plus size={16} />
            </ActionIcon>
          )}
          {isFirst && stretches.length > 0 && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('hours.copy')} title={t('hours.copy')} onClick={onCopy}>
              <Copy size={15} />
            </ActionIcon>
          )}
        </div>
      </div>
    </li>
  );
}
