import { describe, expect, it } from 'vitest';
import { held, holdOf } from '../src/lib/holding.js';
import { talk } from './said.js';

const a = talk('a', '2026-03-03T10:05:00Z');
const b = talk('b', '2026-03-03T10:04:00Z');
const c = talk('c', '2026-03-03T10:03:00Z');
const ids = (list: ReturnType<typeof held>): string[] => list.items.map((it) => it.id);

describe('a list in the middle of which somebody is', () => {
  it('shows everything as it is while nobody is', () => {
    expect(held([a, b], null)).toEqual({ items: [a, b], fresh: 0 });
  });

  it('stays where it is and counts what has come to the top', () => {
    const moved = talk('c', '2026-03-03T10:06:00Z');
    const fresh = talk('d', '2026-03-03T10:07:00Z');
    const now = held([fresh, moved, a, b], holdOf([a, b, c]));
    expect(ids(now)).toEqual(['a', 'b', 'c']);
    expect(now.items[2]).toBe(moved);
    expect(now.fresh).toBe(2);
  });

  it('lets go of what does not fit any more, and goes on with the next page', () => {
    const older = talk('z', '2026-03-03T09:00:00Z');
    expect(held([a, c, older], holdOf([a, b, c]))).toEqual({ items: [a, c, older], fresh: 0 });
  });

  it('counts everything as new that comes into an empty list', () => {
    expect(held([a], holdOf([]))).toMatchObject({ fresh: 1, items: [] });
  });
});
