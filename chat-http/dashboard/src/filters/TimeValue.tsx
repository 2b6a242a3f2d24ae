import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Leaf, type TimeField, type TimeIs, TIMES, type Unit } from './model.js';

type TimeLeaf = Extract<Leaf, { field: 'time' }>;

const WAYS: readonly TimeIs[] = ['within', 'older', 'ahead', 'after', 'before', 'between'];

/** A moment as the field for one has it: by the clock on the wall. */
function local(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
const moment = (text: string): string => (text ? new Date(text).toISOString() : '');

/** When something happened: so long ago, or between moments. */
export function TimeValue({ leaf, error, onChange }: { leaf: TimeLeaf; error: string | undefined; onChange: (leaf: Leaf) => void }): ReactNode {
  const { t } = useTranslation('filters');
  const isMoving = leaf.is === 'within' || leaf.is === 'older' || leaf.is === 'ahead';
  return (
    <div className="filter-parts">
      <select aria-label={t('time.what')} value={leaf.what} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, what: value as TimeField })}>
        {TIMES.map((what) => (
          <option key={what} value={what}>
            {t(`time.${what}`)}
          </option>
        ))}
      </select>
      <select aria-label={t('time.when')} value={leaf.is} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, is: value as TimeIs })}>
        {WAYS.map((is) => (
          <option key={is} value={is}>
            {t(`time.${is}`)}
          </option>
        ))}
      </select>
      {isMoving && (
        <>
          <input type="number" min={1} max={9999} aria-label={t('time.count')} value={Number.isFinite(leaf.count) ? leaf.count : ''} onChange={({ currentTarget }) => onChange({ ...leaf, count: currentTarget.valueAsNumber })} />
          <select aria-label={t('time.unit')} value={leaf.unit} onChange={({ currentTarget: { value } }) => onChange({ ...leaf, unit: value as Unit })}>
            {(['m', 'h', 'd'] as const).map((unit) => (
              <option key={unit} value={unit}>
                {t(`unit.${unit}`)}
              </option>
            ))}
          </select>
        </>
      )}
      {(leaf.is === 'after' || leaf.is === 'between') && <input type="datetime-local" aria-label={t('time.from')} value={local(leaf.from)} onChange={({ currentTarget }) => onChange({ ...leaf, from: moment(currentTarget.value) })} />}
      {(leaf.is === 'before' || leaf.is === 'between') && <input type="datetime-local" aria-label={t('time.to')} value={local(leaf.to)} onChange={({ currentTarget }) => onChange({ ...leaf, to: moment(currentTarget.value) })} />}
      {error && <span className="filter-wrong">{error}</span>}
    </div>
  );
}
