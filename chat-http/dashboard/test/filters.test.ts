import { describe, expect, it } from 'vitest';
import { blank, closed, type Condition, countOf, type FilterNode, groupOf, isComplete, isMissing, leafOf, opened, replaced } from '../src/filters/model.js';

const again = (filter: object): Condition => closed(opened(filter));

describe('a filter that is edited', () => {
  it('comes back as it was', () => {
    const filters: Condition[] = [
      { all: [] },
      { all: [{ status: ['active'] }, { any: [{ assignee: ['me', 'nobody'] }, { not: { label: ['1'] } }] }] },
      { not: { any: [{ waiting: true }, { snoozed: false }] } },
      { all: [{ unread: 'team' }, { text: 'lopes' }, { mentioned: ['me'] }, { language: ['pt'] }] },
      { all: [{ time: { field: 'created', after: '-7d' } }, { time: { field: 'closed', before: '-30m' } }] },
      { all: [{ time: { field: 'snoozedUntil', after: '-0m', before: '+2h' } }] },
      { all: [{ time: { field: 'updated', after: '2026-01-01T00:00:00.000Z', before: '2026-02-01T00:00:00.000Z' } }] },
      { all: [{ attribute: { name: 'order', is: [7, 'x', true] } }, { customerAttribute: { name: 'age', above: 17.5 } }, { attribute: { name: 'paid', exists: true } }] },
    ];
    for (const filter of filters) expect(again(filter)).toEqual(filter);
  });

  it('keeps conditions that it cannot edit', () => {
    const filter = { all: [{ customer: ['7'] }, { later: { than: 'this' } }, { time: { field: 'created', after: '-7d', before: '-1d' } }, { attribute: { name: 'n', above: 1, below: 5 } }, { attribute: { name: 'n', exists: false } }] };
    expect(opened(filter).nodes.every((it) => it.kind === 'leaf' && it.leaf.field === 'other')).toBe(true);
    expect(again(filter)).toEqual(filter);
  });

  it('is always a group, and two negations are none', () => {
    expect(again({ status: ['closed'] })).toEqual({ all: [{ status: ['closed'] }] });
    expect(again({ all: [{ not: { not: { waiting: true } } }] })).toEqual({ all: [{ waiting: true }] });
  });

  it('is not complete while something is missing somewhere in it', () => {
    expect(isComplete(opened({ all: [{ any: [{ label: [] }] }] }))).toBe(false);
    expect(isComplete(opened({ all: [{ any: [{ label: ['1'] }] }] }))).toBe(true);
    const time = blank('time');
    expect(isMissing(time)).toBe(false);
    expect(time.field === 'time' && isMissing({ ...time, count: Number.NaN })).toBe(true);
    expect(time.field === 'time' && isMissing({ ...time, is: 'between', from: '2026-01-01T00:00:00Z' })).toBe(true);
    expect(isMissing({ field: 'attribute', name: 'n', is: 'above', values: [], bound: ' ' })).toBe(true);
  });

  it('changes at one place alone', () => {
    const inner = leafOf({ field: 'waiting', value: true });
    const tree = groupOf('all', [groupOf('any', [inner, leafOf({ field: 'snoozed', value: true })])]);
    const by: FilterNode = { ...inner, isNot: true };
    expect(closed(replaced(tree, inner.key, by))).toEqual({ all: [{ any: [{ not: { waiting: true } }, { snoozed: true }] }] });
    expect(closed(replaced(tree, inner.key, null))).toEqual({ all: [{ any: [{ snoozed: true }] }] });
    expect(countOf(tree)).toBe(4);
  });
});
