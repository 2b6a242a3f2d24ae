import { describe, expect, it } from 'vitest';
import { placeOf, queryOf, searchOf, UNFILTERED } from '../src/lib/views.js';

describe('the address', () => {
  it('says what is shown, and nothing that goes without saying', () => {
    for (const [search, place] of [
      ['', { view: 'all', conversation: null, source: null, isUnreadOnly: false, isByWait: false, filter: null }],
      ['?view=mine&channel=whatsapp&unread=1&c=5', { view: 'mine', conversation: '5', source: 'whatsapp', isUnreadOnly: true, isByWait: false, filter: null }],
      ['?order=waiting&filter=%7B%22status%22%3A%5B%22closed%22%5D%7D', { view: 'all', conversation: null, source: null, isUnreadOnly: false, isByWait: true, filter: '{"status":["closed"]}' }],
      ['?c=7', { view: 'all', conversation: '7', source: null, isUnreadOnly: false, isByWait: false, filter: null }],
    ] as const) {
      expect(placeOf(new URLSearchParams(search))).toEqual(place);
      expect(searchOf(place)).toBe(search);
    }
  });

  it('asks for what a view shows', () => {
    const rest = UNFILTERED;
    expect(queryOf({ view: 'mine', ...rest })).toEqual({ assigneeId: 'me', status: 'active', snoozed: false });
    expect(queryOf({ ...rest, view: 'closed', source: 'website', isUnreadOnly: true })).toEqual({ status: 'closed', source: 'website', unread: 'team' });
    expect(queryOf({ view: '0192', ...rest })).toEqual({ view: '0192' });
  });
});
