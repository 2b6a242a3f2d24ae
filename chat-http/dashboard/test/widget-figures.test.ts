import { describe, expect, it } from 'vitest';
import { csvOf } from '../src/widgets/figures/csv.js';
import { before, growth, lengthOf, rangeOf } from '../src/widgets/figures/range.js';
import { cellsOf } from '../src/widgets/figures/weeks.js';

const NOW = Date.parse('2026-03-04T12:00:00Z');
const asked = (search: string): ReturnType<typeof rangeOf> => rangeOf(new URLSearchParams(search), NOW);

describe('the time that figures are of', () => {
  it('is what the address says, and thirty days otherwise', () => {
    expect(asked('')).toEqual({ from: '2026-02-03', to: '2026-03-04', preset: 30 });
    expect(asked('days=7')).toEqual({ from: '2026-02-26', to: '2026-03-04', preset: 7 });
    expect(asked('days=8').preset).toBe(30);
    expect(asked('from=2026-01-01&to=2026-01-31')).toEqual({ from: '2026-01-01', to: '2026-01-31', preset: null });
    expect(asked('from=2025-01-01&to=2026-03-04')).toEqual({ from: '2025-12-03', to: '2026-03-04', preset: null });
    expect(asked('from=2026-02-01&to=2026-01-31').preset).toBe(30);
    expect(asked('from=soon&to=2026-01-31').preset).toBe(30);
  });

  it('is compared with as many days before it', () => {
    const range = { from: '2026-02-26', to: '2026-03-04' };
    expect(lengthOf(range)).toBe(7);
    expect(before(range)).toEqual({ from: '2026-02-19', to: '2026-02-25' });
    expect([growth(15, 10), growth(5, 10), growth(3, 0)]).toEqual([0.5, -0.5, null]);
  });
});

describe('a calendar', () => {
  it('begins its weeks on Mondays', () => {
    // The first is a Sunday.
    const cells = cellsOf([1, 2, 3].map((day) => ({ day: `2026-03-0${day}`, value: 0 })));
    expect(cells.map((it) => [it.week, it.weekday])).toEqual([[0, 6], [1, 0], [1, 1]]);
  });

  it('tells nothing from little, and little from much', () => {
    const cells = cellsOf([0, 1, 50, 100].map((value, at) => ({ day: `2026-03-0${at + 2}`, value })));
    expect(cells.map((it) => it.level)).toEqual([0, 1, 2, 4]);
    expect(cellsOf([{ day: '2026-03-02', value: 0 }])[0]!.level).toBe(0);
  });
});

it('writes tables that spreadsheets read and do not run', () => {
  expect(csvOf(['Day', 'a "b", c'], [['2026-03-04', 3], ['=1+1', -2]])).toBe('Day,"a ""b"", c"\r\n2026-03-04,3\r\n\'=1+1,-2\r\n');
});
