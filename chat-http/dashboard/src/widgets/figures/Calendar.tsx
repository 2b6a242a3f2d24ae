import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayName } from '../days.js';
import { DAYS, weekdayName } from '../look/week.js';
import { Days, Either } from './Chart.js';
import { cellsOf } from './weeks.js';

/** On which days of which weeks there was most to do. */
export function Calendar({ title, hint, name, days }: { title: string; hint: string; name: string; days: readonly { day: string; value: number }[] }): ReactNode {
  const { i18n } = useTranslation('widgets');
  const cells = cellsOf(days);
  const weeks = (cells.at(-1)?.week ?? 0) + 1;
  const labels = days.map((it) => dayName(it.day, i18n.language));
  return (
    <Either title={title} hint={hint} table={<Days labels={labels} lines={[{ name, values: days.map((it) => it.value), color: '--accent' }]} />}>
      <div className="w-calendar" style={{ gridTemplateColumns: `max-content repeat(${weeks}, minmax(12px, 34px))` }} aria-hidden>
        {DAYS.map((day, row) => (
          <span key={day} className="dim" style={{ gridRow: row + 1, gridColumn: 1 }}>
            {weekdayName(day, i18n.language)}
          </span>
        ))}
        {cells.map(({ day, value, week, weekday, level }) => (
          <i key={day} className={`w-cell w-cell-${level}`} style={{ gridRow: weekday + 1, gridColumn: week + 2 }} title={`${dayName(day, i18n.language)}: ${value.toLocaleString(i18n.language)}`} />
        ))}
      </div>
    </Either>
  );
}
