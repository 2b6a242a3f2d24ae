import { type ReactNode, useState } from 'react';
import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** How many there have to be before it is worth looking for one. */
const MANY = 8;

/** A list that can be looked through by words. */
export function Finder<Item>({ items, textOf, children }: { items: readonly Item[]; textOf: (item: Item) => string; children: (found: readonly Item[]) => ReactNode }): ReactNode {
  const { t } = useTranslation('settings');
  const [text, setText] = useState('');
  const word = text.trim().toLocaleLowerCase();
  const found = word ? items.filter((item) => textOf(item).toLocaleLowerCase().includes(word)) : items;
  return (
    <>
      {items.length > MANY && (
        <TextInput className="found" aria-label={t('find')} placeholder={t('find')} leftSection={<Search size={15} aria-hidden />} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      )}
      {found.length > 0 ? children(found) : <p className="dim">{t('findNone', { text: text.trim() })}</p>}
    </>
  );
}
