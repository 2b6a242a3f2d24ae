import { describe, expect, it } from 'vitest';
import { counted, isQuiet, occasionOf } from '../src/lib/attention.js';
import { windowOf } from '../src/lib/window.js';
import { said } from './said.js';

const at = (hours: number, minutes = 0): Date => new Date(2026, 2, 3, hours, minutes);

describe('quiet hours', () => {
  it('last over midnight when they end before they begin', () => {
    const night = { from: '22:00', to: '07:30' };
    expect([at(21, 59), at(22), at(3), at(7, 29), at(7, 30)].map((now) => isQuiet(night, now))).toEqual([false, true, true, true, false]);
  });

  it('are within a day, or not at all', () => {
    expect([at(11, 59), at(12), at(13)].map((now) => isQuiet({ from: '12:00', to: '13:00' }, now))).toEqual([false, true, false]);
    expect(isQuiet(null, at(3))).toBe(false);
  });
});

describe('what somebody is told of', () => {
  const whom = { meId: 'me', teamIds: ['sales'], assigneeId: null as string | null, participants: [] as string[] };
  const customer = { senderType: 'customer' as const, senderId: 'ann', kind: 'reply' as const, mentions: [] };
  const note = (mentions: { type: 'agent' | 'team'; id: string }[], senderId = 'eve') => ({ senderType: 'agent', senderId, kind: 'note', mentions }) as const;

  it('is a customer who is theirs, or nobody’s', () => {
    expect(occasionOf(customer, { ...whom, assigneeId: 'me' })).toBe('mine');
    expect(occasionOf(customer, { ...whom, assigneeId: 'eve', participants: ['me'] })).toBe('mine');
    expect(occasionOf(customer, whom)).toBe('others');
    expect(occasionOf(customer, { ...whom, assigneeId: 'eve' })).toBeNull();
  });

  it('is a note that means them or their team, unless it is their own', () => {
    expect(occasionOf(note([{ type: 'agent', id: 'me' }]), whom)).toBe('mention');
    expect(occasionOf(note([{ type: 'team', id: 'sales' }]), whom)).toBe('mention');
    expect(occasionOf(note([{ type: 'team', id: 'support' }]), whom)).toBeNull();
    expect(occasionOf(note([{ type: 'agent', id: 'me' }], 'me'), whom)).toBeNull();
  });

  it('is not what colleagues answer', () => {
    expect(occasionOf({ ...customer, senderType: 'agent' }, { ...whom, assigneeId: 'me' })).toBeNull();
  });

  it('is counted before the title, once', () => {
    expect(counted('Inbox', '3')).toBe('(3) Inbox');
    expect(counted('(3) Inbox', '200+')).toBe('(200+) Inbox');
    expect(counted('(200+) Inbox', '')).toBe('Inbox');
  });
});

describe('the window of WhatsApp', () => {
  const now = Date.parse('2026-03-03T12:00:00Z');
  const ago = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();
  const whatsapp = { source: 'whatsapp', replyWindow: null };

  it('is open for a day after the customer has written', () => {
    const state = (hours: number) => windowOf(whatsapp, [said('a', ago(hours)), said('b', ago(0), { senderType: 'agent' })], now)?.state;
    expect([1, 21.9, 23, 24, 30].map(state)).toEqual(['open', 'open', 'soon', 'closed', 'closed']);
  });

  it('ends when the server says so, and has moved when the customer has written since', () => {
    const until = (hours: number) => ({ source: 'whatsapp', replyWindow: { until: ago(-hours) } });
    expect(windowOf(until(50), [said('a', ago(30))], now)).toEqual({ until: now + 50 * 3_600_000, state: 'open' });
    expect(windowOf(until(-3), [said('a', ago(1))], now)?.state).toBe('open');
    expect(windowOf(until(-3), [], now)?.state).toBe('closed');
    expect(windowOf({ source: 'whatsapp', replyWindow: { until: null } }, [], now)).toEqual({ until: null, state: 'closed' });
  });

  it('is not there on websites, nor where nothing of the customer is known', () => {
    expect(windowOf({ source: 'website', replyWindow: null }, [said('a', ago(30))], now)).toBeNull();
    expect(windowOf(whatsapp, [said('b', ago(0), { senderType: 'agent' })], now)).toBeNull();
  });
});
