import { type ReactNode, useState } from 'react';
import { ActionIcon, Button, Checkbox, Menu, Textarea, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import type { PartProps } from './fields.js';
import { type Field, FIELDS_MAX, linesOf, moved, newField, optionsFrom, TYPES } from './form.js';
import { languageName } from './languages.js';

/** What a visitor is asked before the chat begins. */
export function PreChat({ draft, set, wrong }: PartProps): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const { fields } = draft.preChatForm;
  const languages = Object.keys(draft.messages).length > 0 ? Object.keys(draft.messages) : [draft.language];
  const [chosen, setChosen] = useState(draft.language);
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? draft.language);
  const put = (next: Field[]): void => set({ preChatForm: { fields: next } });
  return (
    <Section title={t('form.title')} hint={t('form.hint')}>
      {fields.length > 0 && languages.length > 1 && (
        <div className="chips" role="group" aria-label={t('texts.languages')}>
          {languages.map((tag) => (
            <button key={tag} type="button" className="chip" aria-pressed={tag === language} onClick={() => setChosen(tag)}>
              {languageName(tag, i18n.language)}
            </button>
          ))}
        </div>
      )}
      {fields.length === 0 && <p className="dim">{t('form.none')}</p>}
      <ol className="w-fields">
        {fields.map((field, at) => (
          <Question
            key={field.name}
            field={field}
            language={language}
            problem={['', '.name', '.label', `.label.${language}`, '.link', '.options'].map((part) => wrong(`preChatForm.fields[${at}]${part}`)).find(Boolean)}
            isFirst={at === 0}
            isLast={at === fields.length - 1}
            onChange={(part) => put(fields.map((it, place) => (place === at ? { ...it, ...part } : it)))}
            onMove={(by) => put(moved(fields, at, by))}
            onRemove={() => put(fields.filter((_, place) => place !== at))}
          />
        ))}
      </ol>
      {fields.length < FIELDS_MAX && (
        <div>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />}>
                {t('form.add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {TYPES.map((type) => (
                <Menu.Item key={type} onClick={() => put([...fields, newField(type, t(`form.start.${type}`), language, fields.map((it) => it.name))])}>
                  {t(`form.type.${type}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
    </Section>
  );
}

interface QuestionProps {
  field: Field;
  language: string;
  problem: string | undefined;
  isFirst: boolean;
  isLast: boolean;
  onChange: (part: Partial<Field>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Question({ field, language, problem, isFirst, isLast, onChange, onMove, onRemove }: QuestionProps): ReactNode {
  const { t } = useTranslation('widgets');
  const [lines, setLines] = useState(() => linesOf(field, language));
  const name = field.label[language] ?? field.name;
  return (
    <li className="w-field">
      <div className="w-field-head">
        <span className="dim">{t(`form.type.${field.type}`)}</span>
        <ActionIcon variant="subtle" color="gray" disabled={isFirst} aria-label={t('form.up', { name })} onClick={() => onMove(-1)}>
          <ArrowUp size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" disabled={isLast} aria-label={t('form.down', { name })} onClick={() => onMove(1)}>
          <ArrowDown size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t('form.remove', { name })} onClick={onRemove}>
          <Trash2 size={15} aria-hidden />
        </ActionIcon>
      </div>
      <TextInput label={t('form.label')} value={field.label[language] ?? ''} placeholder={Object.values(field.label)[0]} maxLength={300} error={problem} dir="auto" lang={language} onChange={({ currentTarget }) => onChange({ label: { ...field.label, [language]: currentTarget.value } })} />
      {field.type === 'select' && (
        <Textarea
          key={language}
          label={t('form.options')}
          description={t('form.optionsHint')}
          rows={3}
          dir="auto"
          lang={language}
          value={lines}
          onChange={({ currentTarget }) => {
            setLines(currentTarget.value);
            onChange({ options: optionsFrom(currentTarget.value, field.options, language) });
          }}
        />
      )}
      {field.type === 'consent' && <TextInput label={t('form.link')} placeholder="https://shop.example/privacy" value={field.link ?? ''} dir="ltr" onChange={({ currentTarget }) => onChange({ link: currentTarget.value || null })} />}
      <Checkbox label={t(field.type === 'consent' || field.type === 'checkbox' ? 'form.mustTick' : 'form.required')} checked={field.required} onChange={({ currentTarget }) => onChange({ required: currentTarget.checked })} />
    </li>
  );
}
