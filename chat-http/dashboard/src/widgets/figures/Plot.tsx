import { type ReactNode, useEffect, useRef } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface Line {
  name: string;
  values: readonly number[];
  /** The variable that has its colour. */
  color: string;
}

interface PlotProps {
  labels: readonly string[];
  lines: readonly Line[];
  language: string;
  /** Which of the labels is pointed at. */
  onPoint: (at: number | null) => void;
}

const HEIGHT = 220;

/** Draws lines over days. What it shows is said in words and in a table beside it. */
export default function Plot({ labels, lines, language, onPoint }: PlotProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const box = place.current;
    if (!box) return undefined;
    const look = getComputedStyle(box);
    const of = (name: string): string => look.getPropertyValue(name).trim();
    const font = `12px ${look.fontFamily}`;
    const axis = { stroke: of('--dim'), font, grid: { stroke: of('--line'), width: 1 }, ticks: { show: false } };
    const number = new Intl.NumberFormat(language);
    const plot = new uPlot(
      {
        width: box.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
        scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(4, Math.ceil(most * 1.1))] } },
        axes: [
          { ...axis, grid: { show: false }, incrs: [1, 2, 7, 14, 30, 60, 90], space: 70, values: (_, splits) => splits.map((at) => labels[at] ?? '') },
          { ...axis, size: 56, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000], values: (_, splits) => splits.map((value) => number.format(value)) },
        ],
        series: [
          {},
          ...lines.map(({ name, color }) => ({
            label: name,
            stroke: of(color),
            fill: lines.length === 1 ? `color-mix(in srgb, ${of(color)} 14%, transparent)` : undefined,
            width: 2,
            points: { show: labels.length < 15, size: 6, fill: of(color) },
          })),
        ],
        hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
      },
      [labels.map((_, at) => at), ...lines.map((line) => [...line.values])],
      box,
    );
    const watch = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }));
    watch.observe(box);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [labels, lines, language, onPoint, scheme]);
  return <div ref={place} className="w-plot" dir="ltr" aria-hidden />;
}
