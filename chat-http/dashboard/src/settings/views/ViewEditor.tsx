import { type ReactNode, Suspense } from 'react';
import { Input, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FilterBuilder } from '../../filters/lazy.js';
import { isComplete, opened } from '../../filters/model.js';
import { givenAudience, useSharing } from '../definitions.js';
import { Editor } from '../Editor.js';
import { Sharing } from '../Sharing.js';
import { Found } from './Found.js';

/** A view: which conversations it finds, in which order, for whom. */
export function ViewEditor({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('settings');
  const { mayShare } = useSharing();
  return (
    <Editor
      kind="views"
      id={id}
      section="views"
      back="/settings/views"
      blank={{ name: '', filter: { all: [{ status: ['active'] }] }, order: 'latest', audience: mayShare ? 'all' : 'me' }}
      draftOf={({ name, filter, order, audience }) => ({ name, filter, order, audience: givenAudience(audience) })}
      check={({ name, filter }) => ({ name: name.trim() ? undefined : t('needed'), filter: isComplete(opened(filter)) ? undefined : t('views.missing') })}
    >
      {({ draft, set, faults, mayChange, isNew }) => (
        <>
          <div className="fields">
            <TextInput label={t('views.name')} maxLength={128} value={draft.name} readOnly={!mayChange} autoFocus={isNew} error={faults.name} onChange={({ currentTarget }) => set({ name: currentTarget.value })} />
            <NativeSelect
              label={t('views.order')}
              disabled={!mayChange}
              value={draft.order}
              data={[
                { value: 'latest', label: t('views.latest') },
                { value: 'waiting', label: t('views.waiting') },
              ]}
              onChange={({ currentTarget }) => set({ order: currentTarget.value === 'waiting' ? 'waiting' : 'latest' })}
            />
            {mayChange && <Sharing value={draft.audience ?? 'all'} onChange={(audience) => set({ audience })} error={faults.audience} />}
          </div>
          <Input.Wrapper label={t('views.filter')} labelElement="div" error={faults.filter}>
            <Suspense fallback={<Skeleton height={90} radius="md" />}>
              <fieldset className="bare" disabled={!mayChange}>
                <FilterBuilder value={draft.filter} isTried={Boolean(faults.filter)} onChange={(filter) => set({ filter })} />
              </fieldset>
            </Suspense>
          </Input.Wrapper>
          <Found filter={draft.filter} order={draft.order ?? 'latest'} />
        </>
      )}
    </Editor>
  );
}
