import type { ReactNode } from 'react';
import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ButtonDraft, KIND_MAX, KINDS, LIMITS, type TemplateDraft } from './draft.js';

interface ButtonFieldsProps {
  draft: TemplateDraft;
  fault: (field: string) => string | undefined;
  onChange: (buttons: readonly ButtonDraft[]) => void;
}

const VALUE_MAX = { QUICK_REPLY: 0, URL: LIMITS.url, PHONE_NUMBER: LIMITS.phone, COPY_CODE: LIMITS.code } as const;

/** The buttons below a template. */
export function ButtonFields({ draft: { buttons }, fault, onChange }: ButtonFieldsProps): ReactNode {
  const { t } = useTranslation('templates');
  const change = (at: number, next: Partial<ButtonDraft>): void => onChange(buttons.map((it, index) => (index === at ? { ...it, ...next } : it)));
  const free = KINDS.filter((kind) => buttons.length < LIMITS.buttons && buttons.filter((it) => it.type === kind).length < KIND_MAX[kind]);
  return (
    <fieldset className="wa-fieldset">
      <legend>{t('edit.buttons')}</legend>
      {buttons.map((it, index) => (
        <div key={index} className="wa-button-row" role="group" aria-label={`${t(`kind.${it.type}`)} ${index + 1}`}>
          {it.type !== 'COPY_CODE' && <TextInput label={t(`kind.${it.type}`)} required dir="auto" maxLength={LIMITS.buttonText} value={it.text} error={it.type === 'QUICK_REPLY' ? fault(`button ${index}`) : undefined} onChange={({ currentTarget }) => change(index, { text: currentTarget.value })} />}
          {it.type !== 'QUICK_REPLY' && <TextInput label={t(`value.${it.type}`)} required dir="ltr" maxLength={VALUE_MAX[it.type]} placeholder={it.type === 'URL' ? 'https://example.com/{{1}}' : it.type === 'PHONE_NUMBER' ? '+4930901820' : 'SAVE20'} value={it.value} error={fault(`button ${index}`)} onChange={({ currentTarget }) => change(index, { value: currentTarget.value })} />}
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('edit.removeButton', { name: it.text || t(`kind.${it.type}`) })} onClick={() => onChange(buttons.filter((_, at) => at !== index))}>
            <X size={16} />
          </ActionIcon>
        </div>
      ))}
      {free.length > 0 && (
        <Menu width={220} position="bottom-start">
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />}>
              {t('edit.addButton')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map((kind) => (
              <Menu.Item key={kind} onClick={() => onChange([...buttons, { type: kind, text: '', value: '' }])}>
                {t(`kind.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </fieldset>
  );
}
