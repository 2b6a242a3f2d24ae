import { type ReactNode, useId } from 'react';
import { ActionIcon, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../../lib/team.js';
import { type Action, isOpen } from './actions.js';

interface ActionRowProps {
  action: Action;
  isTried: boolean;
  onChange: (action: Action) => void;
  onRemove: () => void;
}

/** For how long a conversation is put off, in minutes. */
const SPANS = [30, 60, 240, 1440, 2880, 4320, 10_080, 20_160] as const;

/** One thing that a macro does. */
export function ActionRow({ action, isTried, onChange, onRemove }: ActionRowProps): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  const name = t(`deed.${action.does}`);
  return (
    <li className="action">
      <span id={id} className="listed-name">
        {name}
      </span>
      <div className="action-value">
        <Value action={action} label={name} error={isTried && isOpen(action) ? t('needed') : undefined} onChange={onChange} />
      </div>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('macros.remove', { name })} onClick={onRemove}>
        <Trash2 size={16} />
      </ActionIcon>
    </li>
  );
}

function Value({ action, label, error, onChange }: { action: Action; label: string; error: string | undefined; onChange: (action: Action) => void }): ReactNode {
  const { t } = useTranslation('settings');
  const { agents, teams, labels } = useTeam();
  switch (action.does) {
    case 'assignMe':
      return null;
    case 'assign':
    case 'team': {
      const people = action.does === 'assign' ? agents.filter(({ deactivatedAt, role }) => deactivatedAt === null && role !== 'viewer') : teams;
      const nobody = { value: '', label: t(action.does === 'assign' ? 'actions.nobody' : 'actions.noTeam') };
      return <NativeSelect aria-label={label} value={action.id ?? ''} data={[nobody, ...people.map((it) => ({ value: it.id, label: it.name }))]} onChange={({ currentTarget: { value } }) => onChange({ ...action, id: value || null })} />;
    }
    case 'addLabels':
    case 'removeLabels':
    case 'setLabels':
      return <MultiSelect aria-label={label} searchable hidePickedOptions data={labels.map((it) => ({ value: it.id, label: it.name }))} value={[...action.ids]} error={error} placeholder={action.ids.length === 0 ? t('macros.chooseLabels') : undefined} onChange={(ids) => onChange({ ...action, ids })} />;
    case 'status':
      return <NativeSelect aria-label={label} value={action.status} data={(['closed', 'active', 'archived'] as const).map((value) => ({ value, label: t(`macros.status.${value}`) }))} onChange={({ currentTarget: { value } }) => onChange({ ...action, status: value as 'active' | 'closed' | 'archived' })} />;
    case 'priority':
      return <NativeSelect aria-label={label} value={action.priority} data={(['urgent', 'high', 'medium', 'low', 'none'] as const).map((value) => ({ value, label: t(`priority.${value}`) }))} onChange={({ currentTarget: { value } }) => onChange({ ...action, priority: value as 'none' | 'low' | 'medium' | 'high' | 'urgent' })} />;
    case 'subject':
      return <TextInput aria-label={label} maxLength={256} value={action.text} placeholder={t('macros.noSubject')} onChange={({ currentTarget }) => onChange({ ...action, text: currentTarget.value })} />;
    case 'snooze':
      return <Span minutes={action.minutes} label={label} onChange={(minutes) => onChange({ ...action, minutes })} />;
  }
}

/** A stretch of time in words, among those that are usual. */
function Span({ minutes, label, onChange }: { minutes: number; label: string; onChange: (minutes: number) => void }): ReactNode {
  const { i18n } = useTranslation('settings');
  const inWords = (span: number): string => {
    const [value, unit] = span % 10_080 === 0 ? [span / 10_080, 'week'] : span % 1440 === 0 ? [span / 1440, 'day'] : span % 60 === 0 ? [span / 60, 'hour'] : [span, 'minute'];
    return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  };
  const spans = [...new Set([...SPANS, minutes])].sort((one, other) => one - other);
  return <NativeSelect aria-label={label} value={String(minutes)} data={spans.map((span) => ({ value: String(span), label: inWords(span) }))} onChange={({ currentTarget: { value } }) => onChange(Number(value))} />;
}
