import { describe, expect, it } from 'vitest';
import { placeOf, queryOf, searchOf } from '../src/lib/views.js';

describe('the address', () => {
  it('says what is shown, and nothing that goes without saying', () => {
    for (const [search, place] of [
      ['', { view: 'all', conversation: null, source: null, isUnreadOnly: false }],
      ['?view=mine&channel=whatsapp&unread=1&c=5', { view: 'mine', conversation: '5', source: 'whatsapp', isUnreadOnly: true }],
      ['?c=7', { view: 'all', conversation: '7', source: null, isUnreadOnly: false }],
    ] as const) {
      expect(placeOf(new URLSearchParams(search))).toEqual(place);
      expect(searchOf(place)).toBe(search);
    }
  });

  it('asks for what a view shows', () => {
    const rest = { source: null, isUnreadOnly: false };
    expect(queryOf({ view: 'mine', ...rest })).toEqual({ assigneeId: 'me', status: 'active', snoozed: false });
    expect(queryOf({ view: 'closed', source: 'website', isUnreadOnly: true })).toEqual({ status: 'closed', source: 'website', unread: 'team' });
    expect(queryOf({ view: '0192', ...rest })).toEqual({ view: '0192' });
  });
});
