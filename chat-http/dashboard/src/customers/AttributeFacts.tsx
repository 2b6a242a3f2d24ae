import type { ReactNode } from 'react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';

/** Attributes as people read them, each with its title; those that nobody has defined have their name. */
export function attributeFacts(definitions: readonly Rest.AttributeDefinition[], attributes: Rest.Customer['attributes']): [string, ReactNode][] {
  const others = Object.keys(attributes).filter((name) => !definitions.some((it) => it.name === name));
  return [
    ...definitions.map((it): [string, ReactNode] => [it.title, <Value key={it.id} definition={it} value={attributes[it.name]} />]),
    ...others.map((name): [string, ReactNode] => [name, String(attributes[name])]),
  ];
}

/** An attribute as it is read. */
function Value({ definition, value }: { definition: Rest.AttributeDefinition; value: unknown }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  if (value === null || value === undefined || value === '') return <span className="dim">–</span>;
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return value.toLocaleString(i18n.language);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (definition.type === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text));
  if (definition.type === 'link' && /^https?:\/\//.test(text)) {
    return (
      <a href={text} target="_blank" rel="noreferrer">
        {text}
      </a>
    );
  }
  return text;
}
