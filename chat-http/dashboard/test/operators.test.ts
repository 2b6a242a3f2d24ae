import { describe, expect, it } from 'vitest';
import { asked, narrowing, suggestions, textsOf } from '../src/search/operators.js';

const known = {
  agents: [{ id: 'a1', name: 'Ann' }, { id: 'a2', name: 'Bea Cole' }],
  teams: [{ id: 't1', name: 'Sales' }, { id: 't2', name: 'Second level' }],
  labels: [{ id: 'l1', name: 'VIP' }, { id: 'l2', name: 'Big order' }],
};
const NOON = new Date(2026, 0, 15, 12).getTime();
const of = (text: string): unknown => asked(text, known, NOON).conditions;

describe('operators of the search', () => {
  it('are taken out of the words', () => {
    expect(asked('blue is:open lamp', known)).toEqual({ words: 'blue lamp', conditions: [{ status: ['active'] }], problems: [] });
    expect(asked('IS:Closed In:WhatsApp sofa', known)).toEqual({ words: 'sofa', conditions: [{ status: ['closed'] }, { source: ['whatsapp'] }], problems: [] });
  });

  it('say where a conversation stands', () => {
    expect(of('is:unread is:snoozed is:waiting is:archived')).toEqual([{ status: ['archived'] }, { unread: 'me' }, { snoozed: true }, { waiting: true }]);
    expect(of('status:open channel:web')).toEqual([{ status: ['active'] }, { source: ['website'] }]);
  });

  it('know people, teams and labels by their names', () => {
    expect(of('assignee:me assigned:bea')).toEqual([{ assignee: ['me', 'a2'] }]);
    expect(of('assignee:nobody team:"second level"')).toEqual([{ assignee: ['nobody'] }, { team: ['t2'] }]);
    expect(of('from:lopes customer:"Ana Maria"')).toEqual([{ text: 'lopes' }, { text: 'Ana Maria' }]);
  });

  it('ask for any of the values of a field, and for all labels', () => {
    expect(of('is:open is:closed label:vip tag:"Big order"')).toEqual([{ status: ['active', 'closed'] }, { label: ['l1'] }, { label: ['l2'] }]);
  });

  it('are the contrary after a minus', () => {
    expect(of('-label:vip -is:closed -in:web')).toEqual([{ not: { label: ['l1'] } }, { not: { status: ['closed'] } }, { not: { source: ['website'] } }]);
  });

  it('know days as they begin here, and how long ago something was', () => {
    const day = (month: number, date: number): string => new Date(2026, month, date).toISOString();
    expect(of('after:2026-01-03 before:today')).toEqual([{ time: { field: 'lastMessage', after: day(0, 3) } }, { time: { field: 'lastMessage', before: day(0, 15) } }]);
    expect(of('after:yesterday')).toEqual([{ time: { field: 'lastMessage', after: day(0, 14) } }]);
    expect(of('after:2w before:8h')).toEqual([{ time: { field: 'lastMessage', after: '-14d' } }, { time: { field: 'lastMessage', before: '-8h' } }]);
    for (const wrong of ['2026-02-30', '2026-13-01', 'soon', '9999d', '99999w']) expect(asked(`before:${wrong}`, known).problems).toMatchObject([{ why: 'date', operator: 'before', value: wrong }]);
  });

  it('tell what is not understood', () => {
    expect(asked('is:broken', known)).toEqual({ words: '', conditions: [], problems: [{ why: 'value', operator: 'is', value: 'broken', known: ['open', 'closed', 'unread', 'snoozed', 'waiting', 'archived'] }] });
    expect(asked('team:nobody label:x assignee:zed in:fax', known).problems.map((it) => [it.why, it.value])).toEqual([['team', 'nobody'], ['label', 'x'], ['assignee', 'zed'], ['value', 'fax']]);
    expect(asked('this:that', known)).toEqual({ words: 'this:that', conditions: [], problems: [{ why: 'operator', operator: 'this', value: 'that' }] });
  });

  it('leave addresses, times, quotations and what is being typed alone', () => {
    for (const text of ['https://shop.example/is:open', '10:30', '"is:open"']) expect(asked(text, known)).toEqual({ words: text, conditions: [], problems: [] });
    expect(asked('label:', known)).toEqual({ words: '', conditions: [], problems: [] });
  });

  it('find nothing by a name as long as the team is not known', () => {
    expect(asked('label:vip', { agents: [], teams: [], labels: [] })).toEqual({ words: '', conditions: [{ any: [] }], problems: [] });
  });

  it('narrow a list down together with the words', () => {
    expect(narrowing(asked('ana is:open', known))).toEqual([{ status: ['active'] }, { text: 'ana' }]);
    expect(textsOf('"Ana Maria" lopes ')).toEqual([{ text: 'Ana Maria' }, { text: 'lopes' }]);
  });
});

describe('what is suggested', () => {
  const at = (text: string): string[] => suggestions(text, text.length, known).all.map((it) => it.insert);

  it('begins an operator', () => {
    expect(at('lamp a')).toEqual(['assignee:', 'after:']);
    expect(at('lamp ')).toEqual([]);
    expect(suggestions('lamp -la', 8, known)).toEqual({ start: 6, all: [{ insert: 'label:', operator: 'label' }] });
  });

  it('are the values that an operator can have', () => {
    expect(at('is:')).toEqual(['is:open ', 'is:closed ', 'is:unread ', 'is:snoozed ', 'is:waiting ', 'is:archived ']);
    expect(at('tag:b')).toEqual(['tag:"Big order" ']);
    expect(at('team:"second l')).toEqual(['team:"Second level" ']);
    expect(at('assignee:')).toEqual(['assignee:me ', 'assignee:nobody ', 'assignee:Ann ', 'assignee:"Bea Cole" ']);
  });

  it('are none where nothing is left to say', () => {
    expect(at('is:open')).toEqual([]);
    expect(at('this:')).toEqual([]);
    expect(at('https://x')).toEqual([]);
  });
});
