import { type ReactNode, useState } from 'react';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import type { Part } from '../types.js';
import { type Draft, SILENT } from './draft.js';
import { orNull, type PartProps } from './fields.js';
import { COMMON, languageName } from './languages.js';

const LINE_MAX = 80;
const TEXT_MAX = 1000;
const LONG: readonly Part[] = ['welcome', 'away', 'preChat', 'teaser'];

/** The texts that a widget of this kind shows at all. */
function partsOf({ type, businessHours, preChatForm }: Draft): Part[] {
  const parts: Part[] = ['title', 'welcome', 'placeholder'];
  if (type !== 'embedded') parts.push('launcher');
  if (type === 'popup') parts.push('teaser');
  if (businessHours) parts.push('away');
  if (preChatForm.fields.length > 0) parts.push('preChat');
  return parts;
}

/** What it says, in each language. */
export function Texts({ draft, set, wrong }: PartProps): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const languages = Object.keys(draft.messages);
  const [chosen, setChosen] = useState(draft.language);
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? null);
  const named = (tag: string): string => languageName(tag, i18n.language);
  const add = (tag: string): void => {
    if (!tag) return;
    set({ messages: { ...draft.messages, [tag]: SILENT }, ...(languages.length === 0 && { language: tag }) });
    setChosen(tag);
  };
  const remove = (tag: string): void => {
    const { [tag]: _, ...rest } = draft.messages;
    set({ messages: rest, ...(draft.language === tag && { language: Object.keys(rest)[0] ?? tag }) });
  };
  const left = COMMON.filter((tag) => !languages.includes(tag)).map((value) => ({ value, label: named(value) }));
  left.sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  return (
    <Section title={t('texts.title')} hint={t('texts.hint')}>
      <div className="chips" role="group" aria-label={t('texts.languages')}>
        {languages.map((tag) => (
          <button key={tag} type="button" className="chip" aria-pressed={tag === language} onClick={() => setChosen(tag)}>
            {named(tag)}
          </button>
        ))}
        <NativeSelect size="xs" aria-label={t('texts.add')} value="" data={[{ value: '', label: t('texts.add') }, ...left]} onChange={({ currentTarget }) => add(currentTarget.value)} />
      </div>
      {language === null ? (
        <p className="dim">{t('texts.none')}</p>
      ) : (
        <>
          {partsOf(draft).map((part) => {
            const Field = LONG.includes(part) ? Textarea : TextInput;
            return (
              <Field
                key={`${language} ${part}`}
                label={t(`texts.part.${part}`)}
                description={t(`texts.partHint.${part}`)}
                value={draft.messages[language]?.[part] ?? ''}
                maxLength={LONG.includes(part) ? TEXT_MAX : LINE_MAX}
                error={wrong(`messages.${language}.${part}`)}
                dir="auto"
                lang={language}
                {...(LONG.includes(part) && { rows: 2 })}
                onChange={({ currentTarget }) => set({ messages: { ...draft.messages, [language]: { ...SILENT, ...draft.messages[language], [part]: orNull(currentTarget.value) } } })}
              />
            );
          })}
          <div className="w-between">
            {languages.length > 1 && (
              <NativeSelect label={t('texts.fallback')} description={t('texts.fallbackHint')} value={draft.language} data={[...new Set([...languages, draft.language])].map((value) => ({ value, label: named(value) }))} onChange={({ currentTarget }) => set({ language: currentTarget.value })} />
            )}
            <Button size="xs" variant="subtle" color="red" leftSection={<Trash2 size={14} aria-hidden />} onClick={() => remove(language)}>
              {t('texts.remove', { language: named(language) })}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}
