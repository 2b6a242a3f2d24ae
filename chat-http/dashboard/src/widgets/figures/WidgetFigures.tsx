import { type ReactNode, useMemo } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { Asked } from '../../admin/Page.js';
import { useNow } from '../../lib/hooks.js';
import { useFigures } from '../data.js';
import { dayName, dayOf } from '../days.js';
import { Calendar } from './Calendar.js';
import { Chart } from './Chart.js';
import { csvOf, saveAs } from './csv.js';
import { before, growth, lengthOf, PRESETS, type Range, rangeOf } from './range.js';
import './figures.css';

const MEASURES = ['loads', 'opens', 'conversations', 'messages', 'blocked'] as const;
type Measure = (typeof MEASURES)[number];

/** From how many days on weeks can be told apart. */
const CALENDAR_MIN = 21;

/** How much a widget is used, day by day. */
export default function WidgetFigures({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t } = useTranslation('widgets');
  const now = useNow();
  const [search, setSearch] = useSearchParams();
  const { preset, from, to } = rangeOf(search, now);
  const range = { from, to };
  const figures = useFigures(widget.id, range);
  const { data: earlier } = useFigures(widget.id, before(range));
  const today = dayOf(now);
  const custom = (part: Partial<Range>): void => {
    const next = { from, to, ...part };
    if (next.from && next.to) setSearch(next.from <= next.to ? { from: next.from, to: next.to } : { from: next.to, to: next.from }, { replace: true });
  };
  const save = ({ days }: Rest.WidgetAnalytics): void =>
    saveAs(`${widget.name} ${from} ${to}.csv`, csvOf([t('figures.day'), ...MEASURES.map((it) => t(`figures.${it}`))], days.map((it) => [it.day, ...MEASURES.map((measure) => it[measure])])));
  return (
    <>
      <div className="w-range">
        <div className="chips" role="group" aria-label={t('figures.range')}>
          {PRESETS.map((days) => (
            <button key={days} type="button" className="chip" aria-pressed={preset === days} onClick={() => setSearch({ days: `${days}` }, { replace: true })}>
              {t('figures.days', { count: days })}
            </button>
          ))}
        </div>
        <div className="w-dates">
          <input type="date" aria-label={t('figures.from')} value={from} max={to} onChange={({ currentTarget }) => custom({ from: currentTarget.value })} />
          <span aria-hidden>–</span>
          <input type="date" aria-label={t('figures.to')} value={to} min={from} max={today} onChange={({ currentTarget }) => custom({ to: currentTarget.value })} />
        </div>
        <Button variant="default" size="xs" leftSection={<Download size={14} aria-hidden />} disabled={!figures.data} onClick={() => figures.data && save(figures.data)}>
          {t('figures.export')}
        </Button>
      </div>
      <Asked of={figures}>{(answer) => <Shown answer={answer} earlier={earlier?.totals ?? null} length={lengthOf(range)} />}</Asked>
    </>
  );
}

function Shown({ answer: { days, totals }, earlier, length }: { answer: Rest.WidgetAnalytics; earlier: Rest.WidgetFigures | null; length: number }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const { language } = i18n;
  const labels = useMemo(() => days.map((it) => dayName(it.day, language)), [days, language]);
  const of = (measure: Measure): number[] => days.map((it) => it[measure]);
  const seen = useMemo(() => [{ name: t('figures.loads'), values: of('loads'), color: '--accent' }], [days, t]);
  const talked = useMemo(
    () => [
      { name: t('figures.opens'), values: of('opens'), color: '--accent' },
      { name: t('figures.messages'), values: of('messages'), color: '--amber' },
      { name: t('figures.conversations'), values: of('conversations'), color: '--good' },
    ],
    [days, t],
  );
  const refused = useMemo(() => [{ name: t('figures.blocked'), values: of('blocked'), color: '--bad' }], [days, t]);
  const share = (part: number, whole: number): string | null => (whole === 0 || part > whole ? null : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(part / whole));
  const rates: Partial<Record<Measure, string | null>> = { opens: share(totals.opens, totals.loads), conversations: share(totals.conversations, totals.opens) };
  return (
    <>
      <dl className="w-tiles">
        {MEASURES.map((measure) => (
          <Tile key={measure} measure={measure} value={totals[measure]} earlier={earlier?.[measure] ?? null} rate={rates[measure] ?? null} length={length} />
        ))}
      </dl>
      <p className="dim">{t('figures.counted')}</p>
      <Chart title={t('figures.talkedTitle')} hint={t('figures.talkedHint')} labels={labels} lines={talked} />
      <Chart title={t('figures.seenTitle')} hint={t('figures.seenHint')} labels={labels} lines={seen} />
      {days.length >= CALENDAR_MIN && <Calendar title={t('figures.calendarTitle')} hint={t('figures.calendarHint')} name={t('figures.conversations')} days={days.map(({ day, conversations }) => ({ day, value: conversations }))} />}
      {totals.blocked > 0 && <Chart title={t('figures.blockedTitle')} hint={t('figures.blockedHint')} labels={labels} lines={refused} />}
    </>
  );
}

interface TileProps {
  measure: Measure;
  value: number;
  earlier: number | null;
  /** What share it is of the measure before it. */
  rate: string | null;
  length: number;
}

function Tile({ measure, value, earlier, rate, length }: TileProps): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const grown = earlier === null ? null : growth(value, earlier);
  const change = grown === null ? null : new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(grown);
  return (
    <div className="w-tile">
      <dt>{t(`figures.${measure}`)}</dt>
      <dd>
        <strong>{value.toLocaleString(i18n.language)}</strong>
        {rate && <span>{t(`figures.rate.${measure}`, { share: rate })}</span>}
        {change && <span className="dim">{t('figures.change', { change, count: length })}</span>}
      </dd>
    </div>
  );
}
