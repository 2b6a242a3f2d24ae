import { type ReactNode, useState } from 'react';
import { NativeSelect, TextInput } from '@mantine/core';
import { ChatError, type Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit, type Terms } from '../admin/Edit.js';
import { useKept } from '../admin/kept.js';
import { useAsk, useForget } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { changedAttributes, toText } from './attributes.js';
import { languageChoices } from './languages.js';

const FIELDS = ['name', 'email', 'phone', 'language'] as const;
type Field = (typeof FIELDS)[number];

const textsOf = (customer: Rest.Customer): Record<Field, string> => ({ name: customer.name ?? '', email: customer.email ?? '', phone: customer.phone ?? '', language: customer.language ?? '' });

/** Corrects what is known of a customer. */
export function CustomerEditor({ customer, onClose }: { customer: Rest.CustomerDetail; onClose: () => void }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const forget = useForget();
  const definitions = useAsk('GET /api/v1/customer-attributes').data?.items ?? [];
  const [base, setBase] = useState<Rest.Customer>(customer);
  const before = textsOf(base);
  const { draft: texts, set: write, drop: dropTexts } = useKept(`customer ${base.id}`, before);
  const { draft: values, set: setValues, drop: dropValues } = useKept<Record<string, string>>(`attributes of ${base.id}`, {});
  const drop = (): void => {
    dropTexts();
    dropValues();
  };
  const changed = FIELDS.filter((it) => texts[it].trim() !== before[it]);
  const { attributes, problems } = changedAttributes(definitions, base.attributes, values);
  const problemOf = (name: string): string | undefined => {
    const problem = problems[name];
    return problem && t(`attribute.${problem}`);
  };
  const isDirty = changed.length + Object.keys(attributes).length + Object.keys(problems).length > 0;

  const save = async (terms: Terms): Promise<void> => {
    const wrong = Object.keys(problems).map((name) => ({ field: `attributes.${name}`, problem: problemOf(name) ?? '' }));
    if (wrong.length > 0) throw new ChatError('invalid', '', { errors: wrong });
    const body = { ...Object.fromEntries(changed.map((it) => [it, texts[it].trim() || null])), ...(Object.keys(attributes).length > 0 ? { attributes } : {}) };
    await chat.api.patch('/api/v1/customers/{id}', { path: { id: base.id }, body, ...terms });
    forget('GET /api/v1/customers/{id}', 'GET /api/v1/customers');
  };
  const reload = (): void => {
    void chat.api.get('/api/v1/customers/{id}', { path: { id: base.id } }).then((theirs) => {
      setBase(theirs);
      drop();
    });
  };
  const close = (): void => {
    drop();
    onClose();
  };
  const field = (name: Field) => ({
    label: t(name),
    value: texts[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => write({ [name]: value }),
  });
  return (
    <Edit title={t('edit')} size="lg" fields={[...FIELDS, ...definitions.map((it) => `attributes.${it.name}`)]} isDirty={isDirty} revision={base.revision} onReload={reload} onSave={save} onClose={close}>
      {(wrong) => (
        <div className="fields">
          <TextInput {...field('name')} error={wrong('name')} data-autofocus />
          <TextInput {...field('email')} type="email" error={wrong('email')} />
          <TextInput {...field('phone')} type="tel" error={wrong('phone')} />
          <NativeSelect {...field('language')} error={wrong('language')} data={[{ value: '', label: t('unknown') }, ...languageChoices(before.language, i18n.language)]} />
          {definitions.map((it) => (
            <AttributeField
              key={it.id}
              definition={it}
              value={values[it.name] ?? toText(it, base.attributes[it.name])}
              error={problemOf(it.name) ?? wrong(`attributes.${it.name}`)}
              onChange={(value) => setValues({ [it.name]: value })}
            />
          ))}
        </div>
      )}
    </Edit>
  );
}

interface AttributeFieldProps {
  definition: Rest.AttributeDefinition;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A field for a value of an attribute, as the attribute is defined. */
function AttributeField({ definition, value, error, onChange }: AttributeFieldProps): ReactNode {
  const { t } = useTranslation('customers');
  const { type, title, options } = definition;
  const common = { label: title, value, error, onChange: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value) };
  if (type === 'boolean') return <NativeSelect {...common} data={[{ value: '', label: t('unknown') }, { value: 'yes', label: t('yes') }, { value: 'no', label: t('no') }]} />;
  if (type === 'select') {
    const known = value === '' || options.includes(value) ? options : [value, ...options];
    return <NativeSelect {...common} data={[{ value: '', label: t('unknown') }, ...known]} />;
  }
  return <TextInput {...common} type={type === 'date' ? 'date' : type === 'link' ? 'url' : 'text'} inputMode={type === 'number' ? 'decimal' : undefined} />;
}
