import { describe, expect, it } from 'vitest';
import { entriesOf } from '../src/lib/grouping.js';
import { said } from './said.js';

const at = (minutes: number, day = 3): string => new Date(2026, 2, day, 10, minutes).toISOString();
const shape = (entries: ReturnType<typeof entriesOf>): unknown[] =>
  entries.map((it) => (it.type === 'message' ? `${it.isFirst ? '(' : ''}${it.key}${it.isLast ? ')' : ''}` : it.type === 'events' ? it.events.length : 'day'));

describe('what a thread shows', () => {
  it('groups what one sender says within five minutes', () => {
    expect(shape(entriesOf([said('a', at(0)), said('b', at(2)), said('c', at(9)), said('d', at(10), { senderType: 'agent', senderId: 'bob' })]))).toEqual(['day', '(a', 'b)', '(c)', '(d)']);
  });

  it('does not group a note with a reply', () => {
    const agent = { senderType: 'agent', senderId: 'bob' } as const;
    expect(shape(entriesOf([said('a', at(0), agent), said('b', at(1), { ...agent, kind: 'note' })]))).toEqual(['day', '(a)', '(b)']);
  });

  it('begins each day anew', () => {
    const late = new Date(2026, 2, 3, 23, 59).toISOString();
    const early = new Date(2026, 2, 4, 0, 1).toISOString();
    expect(shape(entriesOf([said('a', late), said('b', early)]))).toEqual(['day', '(a)', 'day', '(b)']);
  });

  it('folds events that follow each other, and lets them part groups', () => {
    const event = { kind: 'event', senderType: 'system', senderId: null } as const;
    expect(shape(entriesOf([said('a', at(0)), said('e', at(1), event), said('f', at(1), event), said('b', at(2))]))).toEqual(['day', '(a)', 2, '(b)']);
  });
});
