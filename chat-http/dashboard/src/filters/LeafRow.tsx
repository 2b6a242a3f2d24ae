import type { ReactNode } from 'react';
import { ActionIcon, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AttributeValue } from './AttributeValue.js';
import type { Choice } from './choices.js';
import { blank, type Field, isMissing, type Leaf, type LeafNode, type ListField, LISTS } from './model.js';
import { TimeValue } from './TimeValue.js';

interface LeafRowProps {
  node: LeafNode;
  choices: Readonly<Record<ListField, readonly Choice[]>>;
  isTried: boolean;
  onChange: (node: LeafNode) => void;
  onRemove: () => void;
}

/** The fields, in the groups that they are offered in. */
const OFFERED: readonly [name: string, fields: readonly Field[]][] = [
  ['state', ['status', 'unread', 'waiting', 'snoozed', 'priority', 'label']],
  ['people', ['assignee', 'team', 'participant', 'mentioned']],
  ['origin', ['source', 'widget', 'account', 'language']],
  ['rest', ['time', 'text', 'attribute', 'customerAttribute']],
];

/** One condition: of what, whether it is or is not, and what. */
export function LeafRow({ node, choices, isTried, onChange, onRemove }: LeafRowProps): ReactNode {
  const { t } = useTranslation('filters');
  const { leaf, isNot } = node;
  const error = isTried && isMissing(leaf) ? t('missing') : undefined;
  const put = (next: Leaf): void => onChange({ ...node, leaf: next });
  const name = t(`field.${leaf.field}`);
  return (
    <div className="filter-row" role="group" aria-label={name}>
      <select className="filter-field" aria-label={t('fieldLabel')} value={leaf.field} onChange={({ currentTarget: { value } }) => onChange({ ...node, isNot: false, leaf: blank(value as Field) })}>
        {leaf.field === 'other' && <option value="other">{t('field.other')}</option>}
        {OFFERED.map(([group, fields]) => (
          <optgroup key={group} label={t(`fields.${group}`)}>
            {fields.map((field) => (
              <option key={field} value={field}>
                {t(`field.${field}`)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <select className="filter-is" aria-label={t('isLabel')} value={isNot ? 'not' : 'is'} onChange={({ currentTarget: { value } }) => onChange({ ...node, isNot: value === 'not' })}>
        <option value="is">{t(`is.${verbOf(leaf)}`)}</option>
        <option value="not">{t(`isNot.${verbOf(leaf)}`)}</option>
      </select>
      <div className="filter-value">
        <Value leaf={leaf} choices={choices} label={name} error={error} onChange={put} />
      </div>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('removeCondition', { name })} onClick={onRemove}>
        <Trash2 size={15} />
      </ActionIcon>
    </div>
  );
}

/** What stands between a field and its value. */
function verbOf({ field }: Leaf): 'one' | 'has' | 'contains' | 'holds' {
  if (field === 'label' || field === 'participant') return 'has';
  if (field === 'text') return 'contains';
  return (LISTS as readonly string[]).includes(field) ? 'one' : 'holds';
}

function Value({ leaf, choices, label, error, onChange }: { leaf: Leaf; choices: LeafRowProps['choices']; label: string; error: string | undefined; onChange: (leaf: Leaf) => void }): ReactNode {
  const { t } = useTranslation('filters');
  switch (leaf.field) {
    case 'unread':
      return (
        <select aria-label={label} value={leaf.value} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, value: value as 'me' | 'team' | 'nobody' })}>
          {(['me', 'team', 'nobody'] as const).map((who) => (
            <option key={who} value={who}>
              {t(`unread.${who}`)}
            </option>
          ))}
        </select>
      );
    case 'waiting':
    case 'snoozed':
      return (
        <select aria-label={label} value={String(leaf.value)} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, value: value === 'true' })}>
          <option value="true">{t('yes')}</option>
          <option value="false">{t('no')}</option>
        </select>
      );
    case 'text':
      return <TextInput aria-label={label} placeholder={t('textHint')} maxLength={256} value={leaf.value} error={error} onChange={({ currentTarget }) => onChange({ ...leaf, value: currentTarget.value })} />;
    case 'time':
      return <TimeValue leaf={leaf} error={error} onChange={onChange} />;
    case 'attribute':
    case 'customerAttribute':
      return <AttributeValue leaf={leaf} error={error} onChange={onChange} />;
    case 'other':
      return (
        <span className="filter-other">
          <span className="dim">{t('otherHint')}</span>
          <code dir="ltr">{JSON.stringify(leaf.condition)}</code>
        </span>
      );
    case 'language':
      return <Languages leaf={leaf} offered={choices.language} label={label} error={error} onChange={onChange} />;
    default:
      return <Several leaf={leaf} offered={choices[leaf.field]} label={label} error={error} onChange={onChange} />;
  }
}

interface ManyProps {
  leaf: { field: ListField; values: readonly string[] };
  offered: readonly Choice[];
  label: string;
  error: string | undefined;
  onChange: (leaf: Leaf) => void;
}

function Several({ leaf, offered, label, error, onChange }: ManyProps): ReactNode {
  const { t } = useTranslation('filters');
  // What is not there any more is shown as such, and can be taken out.
  const lost = leaf.values.filter((value) => !offered.some((it) => it.value === value)).map((value) => ({ value, label: t('lost') }));
  return (
    <MultiSelect
      aria-label={label}
      data={[...offered, ...lost]}
      value={[...leaf.values]}
      placeholder={leaf.values.length === 0 ? t('choose') : undefined}
      nothingFoundMessage={t('nothing')}
      searchable
      hidePickedOptions
      error={error}
      comboboxProps={{ withinPortal: true }}
      onChange={(values) => onChange({ ...leaf, values })}
    />
  );
}

/** Languages by their names; a tag that is not offered can be written. */
function Languages({ leaf, offered, label, error, onChange }: ManyProps): ReactNode {
  const { t } = useTranslation('filters');
  const nameOf = (tag: string): string => offered.find(({ value }) => value === tag)?.label ?? tag;
  const tagOf = (name: string): string => offered.find((it) => it.label === name)?.value ?? name.trim();
  return (
    <TagsInput
      aria-label={label}
      data={offered.map((it) => it.label)}
      value={leaf.values.map(nameOf)}
      placeholder={leaf.values.length === 0 ? t('choose') : undefined}
      error={error}
      onChange={(names) => onChange({ ...leaf, values: [...new Set(names.map(tagOf))] })}
    />
  );
}
