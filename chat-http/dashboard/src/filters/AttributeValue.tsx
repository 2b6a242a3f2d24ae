import type { ReactNode } from 'react';
import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../admin/query.js';
import type { AttributeIs, Leaf, Scalar } from './model.js';

type AttributeLeaf = Extract<Leaf, { field: 'attribute' | 'customerAttribute' }>;

/** What a value of an attribute is to be, as its definition has it. */
export function AttributeValue({ leaf, error, onChange }: { leaf: AttributeLeaf; error: string | undefined; onChange: (leaf: Leaf) => void }): ReactNode {
  const { t } = useTranslation('filters');
  const defined = useAsk(leaf.field === 'attribute' ? 'GET /api/v1/conversation-attributes' : 'GET /api/v1/customer-attributes').data?.items ?? [];
  const rule = defined.find(({ name }) => name === leaf.name);
  const ways: readonly AttributeIs[] = rule?.type === 'number' ? ['is', 'above', 'below', 'exists'] : ['is', 'exists'];
  const scalar = (text: string): Scalar => (rule?.type === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text);
  return (
    <div className="filter-parts">
      <select aria-label={t('attribute.which')} value={leaf.name} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, name: value, is: 'is', values: [], bound: '' })}>
        <option value="">{defined.length > 0 ? t('choose') : t('attribute.none')}</option>
        {leaf.name && !rule && <option value={leaf.name}>{leaf.name}</option>}
        {defined.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      {leaf.name && (
        <select aria-label={t('attribute.how')} value={leaf.is} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, is: value as AttributeIs })}>
          {ways.map((is) => (
            <option key={is} value={is}>
              {t(`attribute.${is}`)}
            </option>
          ))}
        </select>
      )}
      {leaf.name && leaf.is === 'is' && rule?.type === 'boolean' && (
        <select aria-label={t('attribute.value')} value={leaf.values.length === 1 ? String(leaf.values[0]) : ''} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, values: value ? [value === 'true'] : [] })}>
          <option value="">{t('choose')}</option>
          <option value="true">{t('yes')}</option>
          <option value="false">{t('no')}</option>
        </select>
      )}
      {leaf.name && leaf.is === 'is' && rule?.type !== 'boolean' && (
        <TagsInput
          className="filter-grow"
          aria-label={t('attribute.value')}
          placeholder={leaf.values.length === 0 ? (rule?.type === 'date' ? '2026-12-31' : t('attribute.write')) : undefined}
          data={rule?.options ?? []}
          value={leaf.values.map(String)}
          onChange={(values) => onChange({ ...leaf, values: values.map(scalar) })}
        />
      )}
      {leaf.name && (leaf.is === 'above' || leaf.is === 'below') && <input type="number" step="any" aria-label={t('attribute.value')} value={leaf.bound} onChange={({ currentTarget }) => onChange({ ...leaf, bound: currentTarget.value })} />}
      {error && <span className="filter-wrong">{error}</span>}
    </div>
  );
}
