import type { ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { givenAudience, useSharing } from '../definitions.js';
import { Editor } from '../Editor.js';
import { Sharing } from '../Sharing.js';
import { Wording } from '../Wording.js';

/** One text, with the word that brings it into a reply. */
export function CannedEditor({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('settings');
  const { mayShare } = useSharing();
  return (
    <Editor
      kind="canned-responses"
      id={id}
      section="canned"
      back="/settings/canned"
      blank={{ name: '', content: '', audience: mayShare ? 'all' : 'me' }}
      draftOf={({ name, content, audience }) => ({ name, content, audience: givenAudience(audience) })}
      check={({ name, content }) => ({
        name: !name ? t('needed') : /\s/.test(name) ? t('canned.noSpaces') : undefined,
        content: content.trim() ? undefined : t('needed'),
      })}
    >
      {({ draft, set, faults, mayChange, isNew }) => (
        <>
          <div className="fields">
            <TextInput
              label={t('canned.name')}
              description={t('canned.nameHint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              placeholder="hello"
              leftSection="/"
              maxLength={128}
              value={draft.name}
              readOnly={!mayChange}
              autoFocus={isNew}
              error={faults.name}
              onChange={({ currentTarget }) => set({ name: currentTarget.value.replace(/^\//, '') })}
            />
            {mayChange && <Sharing value={draft.audience ?? 'all'} onChange={(audience) => set({ audience })} error={faults.audience} />}
          </div>
          <Wording label={t('canned.content')} value={draft.content} isReadOnly={!mayChange} error={faults.content} onChange={(content) => set({ content })} />
        </>
      )}
    </Editor>
  );
}
