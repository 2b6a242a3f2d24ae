import type { ReactNode } from 'react';
import { Input, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { givenAudience, useSharing } from '../definitions.js';
import { Editor } from '../Editor.js';
import { Sharing } from '../Sharing.js';
import { Wording } from '../Wording.js';
import { ActionRow } from './ActionRow.js';
import { type Action, actionsOf, begun, type Deed, doneBy, isOpen, offeredBeside } from './actions.js';

/** A macro: what it says, and what it does then. */
export function MacroEditor({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('settings');
  const { mayShare } = useSharing();
  return (
    <Editor
      kind="macros"
      id={id}
      section="macros"
      back="/settings/macros"
      blank={{ name: '', content: '', messageKind: 'reply', changes: {}, assignToMe: false, snoozeMinutes: null, audience: mayShare ? 'all' : 'me' }}
      draftOf={({ name, content, messageKind, changes, assignToMe, snoozeMinutes, audience }) => ({ name, content: content ?? '', messageKind, changes, assignToMe, snoozeMinutes, audience: givenAudience(audience) })}
      given={(draft) => ({ ...draft, content: draft.content?.trim() ? draft.content : null })}
      check={(draft) => {
        const { actions, rest } = actionsOf(draft);
        const doesNothing = !draft.content?.trim() && actions.length === 0 && Object.keys(rest).length === 0;
        return { name: draft.name.trim() ? undefined : t('needed'), changes: doesNothing ? t('macros.nothing') : actions.some(isOpen) ? t('macros.open') : undefined };
      }}
    >
      {({ draft, set, faults, mayChange, isNew }) => {
        const { actions, rest } = actionsOf(draft);
        const put = (next: readonly Action[]): void => set(doneBy(next, rest));
        return (
          <>
            <div className="fields">
              <TextInput label={t('macros.name')} placeholder={t('macros.example')} maxLength={128} value={draft.name} readOnly={!mayChange} autoFocus={isNew} error={faults.name} onChange={({ currentTarget }) => set({ name: currentTarget.value })} />
              {mayChange && <Sharing value={draft.audience ?? 'all'} onChange={(audience) => set({ audience })} error={faults.audience} />}
            </div>
            <h2 className="step">{t('macros.says')}</h2>
            <div className="list-filters" role="group" aria-label={t('macros.kind')}>
              {(['reply', 'note'] as const).map((kind) => (
                <button key={kind} type="button" className="chip" disabled={!mayChange} aria-pressed={(draft.messageKind === 'note') === (kind === 'note')} onClick={() => set({ messageKind: kind })}>
                  {t(`macros.${kind}`)}
                </button>
              ))}
            </div>
            <Wording label={t('macros.text')} value={draft.content ?? ''} isNote={draft.messageKind === 'note'} isReadOnly={!mayChange} error={faults.content} onChange={(content) => set({ content })} />
            <h2 className="step">{t('macros.does')}</h2>
            <Input.Wrapper error={faults.changes} labelElement="div">
              <fieldset className="bare" disabled={!mayChange}>
                {actions.length > 0 && (
                  <ul className="rows-plain">
                    {actions.map((action) => (
                      <ActionRow key={action.does} action={action} isTried={Boolean(faults.changes)} onChange={(next) => put(actions.map((it) => (it === action ? next : it)))} onRemove={() => put(actions.filter((it) => it !== action))} />
                    ))}
                  </ul>
                )}
                {Object.keys(rest).length > 0 && <p className="dim">{t('macros.rest', { fields: Object.keys(rest).join(', ') })}</p>}
                {mayChange && (
                  <NativeSelect
                    className="found"
                    aria-label={t('macros.add')}
                    value=""
                    data={[{ value: '', label: t('macros.add') }, ...offeredBeside(actions).map((value) => ({ value, label: t(`deed.${value}`) }))]}
                    onChange={({ currentTarget: { value } }) => value && put([...actions, begun(value as Deed)])}
                  />
                )}
              </fieldset>
            </Input.Wrapper>
          </>
        );
      }}
    </Editor>
  );
}
