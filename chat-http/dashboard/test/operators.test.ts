import { describe, expect, it } from 'vitest';
import { asked } from '../src/search/operators.js';

const known = { me: { id: 'a1' }, agents: [{ id: 'a1', name: 'Ann' }, { id: 'a2', name: 'Bea Cole' }], teams: [{ id: 't1', name: 'Sales' }, { id: 't2', name: 'Second level' }] };

describe('operators of the search', () => {
  it('are taken out of the words', () => {
    expect(asked('blue is:open lamp', known)).toEqual({ q: 'blue lamp', status: 'active' });
    expect(asked('IS:Closed Channel:WhatsApp sofa', known)).toEqual({ q: 'sofa', status: 'closed', source: 'whatsapp' });
  });

  it('know people and teams by their names', () => {
    expect(asked('assigned:me x', known)).toEqual({ q: 'x', assigneeId: 'a1' });
    expect(asked('assigned:bea team:"second level" x', known)).toEqual({ q: 'x', assigneeId: 'a2', teamId: 't2' });
  });

  it('stay words where they mean nothing', () => {
    expect(asked('is:broken', known)).toEqual({ q: 'is:broken' });
    expect(asked('team:nobody this:that', known)).toEqual({ q: 'team:nobody this:that' });
    expect(asked('thesis:open', known)).toEqual({ q: 'thesis:open' });
  });
});
