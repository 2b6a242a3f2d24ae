import { describe, expect, it } from 'vitest';
import { entriesOf, firstUnread, freshAfter } from '../src/lib/grouping.js';
import { said } from './said.js';

const at = (minutes: number, day = 3): string => new Date(2026, 2, day, 10, minutes).toISOString();
const shape = (entries: ReturnType<typeof entriesOf>): unknown[] =>
  entries.flatMap((it) => [...(it.isNew ? ['new'] : []), ...(it.day ? ['day'] : []), it.type === 'message' ? `${it.isFirst ? '(' : ''}${it.key}${it.isLast ? ')' : ''}` : it.events.length]);

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

  it('does not say a day begins where older messages of it may come', () => {
    expect(shape(entriesOf([said('a', at(0))], { isWhole: false }))).toEqual(['(a)']);
  });

  it('parts what is new from what was read', () => {
    expect(shape(entriesOf([said('a', at(0)), said('b', at(1)), said('c', at(2))], { newFrom: 'b' }))).toEqual(['day', '(a)', 'new', '(b', 'c)']);
  });

  it('keeps its lines when older ones come before them', () => {
    const event = { kind: 'event', senderType: 'system', senderId: null } as const;
    const some = [said('e', at(1), event), said('f', at(1), event), said('b', at(2))];
    const keys = (older: typeof some): string[] => entriesOf([...older, ...some], { isWhole: false }).map((it) => it.key);
    expect(keys([])).toEqual(['f', 'b']);
    expect(keys([said('a', at(0)), said('d', at(1), event)])).toEqual(['a', 'f', 'b']);
  });
});

describe('what is new', () => {
  const reply = { senderType: 'agent', senderId: 'bob' } as const;
  const all = [said('a', at(0), { position: 1 }), said('b', at(1), { position: 2, ...reply }), said('c', at(2), { position: 3 }), said('d', at(3), { position: 4 })];

  it('begins with the last messages of the customer', () => {
    expect(firstUnread(all, 2)?.key).toBe('c');
    expect(firstUnread(all, 3)?.key).toBe('a');
    expect(firstUnread(all, 4)).toBeNull();
    expect(firstUnread(all, 0)).toBeNull();
  });

  it('counts what others wrote after what was seen', () => {
    expect(freshAfter(all, 1, 'bob')).toBe(2);
    expect(freshAfter(all, 1, 'eve')).toBe(3);
    expect(freshAfter(all, 4, 'eve')).toBe(0);
  });
});
