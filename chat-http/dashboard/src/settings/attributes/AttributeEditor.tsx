import type { ReactNode } from 'react';
import { NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { givenAudience } from '../definitions.js';
import { Editor } from '../Editor.js';
import { Sharing } from '../Sharing.js';
import { isName, nameFor } from './naming.js';

const TYPES = ['text', 'number', 'boolean', 'date', 'select', 'link'] as const;
type Type = (typeof TYPES)[number];

/** One attribute: what people and programs call it, and what its values may be. */
export function AttributeEditor({ of, id }: { of: 'conversation' | 'customer'; id: string }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Editor
      kind={`${of}-attributes`}
      id={id}
      section="attributes"
      back="/settings/attributes"
      blank={{ name: '', title: '', type: 'text', options: [], audience: 'all' }}
      draftOf={({ name, title, type, options, audience }) => ({ name, title, type, options, audience: givenAudience(audience) })}
      check={({ name, title, type, options = [] }) => ({
        title: title.trim() ? undefined : t('needed'),
        name: isName(name) ? undefined : t('attributes.noName'),
        options: type === 'select' && options.length === 0 ? t('attributes.noOptions') : undefined,
      })}
    >
      {({ draft, set, faults, mayChange, isNew }) => (
        <div className="fields">
          <TextInput
            label={t('attributes.title')}
            placeholder={t('attributes.titleExample')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            description={t('attributes.titleHint')}
            maxLength={128}
            value={draft.title}
            readOnly={!mayChange}
            autoFocus={isNew}
            error={faults.title}
            // As long as nobody has named it otherwise, its name follows.
            onChange={({ currentTarget: { value } }) => set({ title: value, ...(isNew && draft.name === nameFor(draft.title) ? { name: nameFor(value) } : {}) })}
          />
          <TextInput
            label={t('attributes.name')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            description={isNew ? t('attributes.nameHint') : t('attributes.nameKept')}
            dir="ltr"
            maxLength={64}
            value={draft.name}
            readOnly={!mayChange}
            error={faults.name}
            onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          />
          <NativeSelect
            label={t('attributes.type')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            description={t(`types.${draft.type}Hint`)}
            disabled={!mayChange}
            value={draft.type}
            data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            error={faults.type}
            onChange={({ currentTarget: { value } }) => set({ type: value as Type, options: value === 'select' ? (draft.options ?? []) : [] })}
          />
          {draft.type === 'select' && (
            <TagsInput label={t('attributes.options')} inputWrapperOrder={['label', 'input', 'description', 'error']} description={t('attributes.optionsHint')} disabled={!mayChange} maxTags={200} value={draft.options ?? []} error={faults.options} onChange={(options) => set({ options })} />
          )}
          {mayChange && <Sharing value={draft.audience ?? 'all'} onChange={(audience) => set({ audience })} error={faults.audience} />}
        </div>
      )}
    </Editor>
  );
}
