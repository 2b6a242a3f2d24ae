import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from '@mantine/core';
import { ChartLine, Table } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import type { Line } from './Plot.js';

const Plot = lazy(() => import('./Plot.js'));

interface ChartProps {
  title: string;
  hint?: string;
  labels: readonly string[];
  lines: readonly Line[];
}

/** Lines over days, with the same as a table for whoever would rather read. */
export function Chart({ title, hint, labels, lines }: ChartProps): ReactNode {
  const { i18n } = useTranslation('widgets');
  const [at, setAt] = useState<number | null>(null);
  const number = (value: number): string => value.toLocaleString(i18n.language);
  return (
    <Either title={title} hint={hint} table={<Days labels={labels} lines={lines} />}>
      <div className="w-legend" aria-hidden>
        <strong>{at === null ? '' : labels[at]}</strong>
        {lines.map(({ name, values, color }) => (
          <span key={name}>
            <i style={{ background: `var(${color})` }} />
            {name}
            {at !== null && <b>{number(values[at] ?? 0)}</b>}
          </span>
        ))}
      </div>
      <Suspense fallback={<div className="w-plot" />}>
        <Plot labels={labels} lines={lines} language={i18n.language} onPoint={setAt} />
      </Suspense>
    </Either>
  );
}

/** A drawing, or what it says as a table. */
export function Either({ title, hint, table, children }: { title: string; hint?: string | undefined; table: ReactNode; children: ReactNode }): ReactNode {
  const { t } = useTranslation('widgets');
  const [isTable, setTable] = useState(false);
  return (
    <Section
      title={title}
      hint={hint}
      actions={
        <Button size="xs" variant="default" leftSection={isTable ? <ChartLine size={14} aria-hidden /> : <Table size={14} aria-hidden />} aria-label={`${t(isTable ? 'figures.asChart' : 'figures.asTable')}: ${title}`} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'figures.asChart' : 'figures.asTable')}
        </Button>
      }
    >
      {isTable ? table : children}
    </Section>
  );
}

/** The days and their numbers, the latest first. */
export function Days({ labels, lines }: Pick<ChartProps, 'labels' | 'lines'>): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  return (
    <div className="table-wrap w-days" tabIndex={0} role="region" aria-label={t('figures.table')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('figures.day')}</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels
            .map((label, at) => (
              <tr key={label}>
                <td>{label}</td>
                {lines.map(({ name, values }) => (
                  <td key={name} className="num">
                    {(values[at] ?? 0).toLocaleString(i18n.language)}
                  </td>
                ))}
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
    </div>
  );
}
