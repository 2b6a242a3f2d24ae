import { describe, expect, it } from 'vitest';
import type { Asked } from '../src/search/operators.js';
import { placeOf, queryOf, searchOf, UNFILTERED } from '../src/lib/views.js';

describe('the address', () => {
  it('says what is shown, and nothing that goes without saying', () => {
    for (const [search, place] of [
      ['', { view: 'all', conversation: null, source: null, isUnreadOnly: false, isByWait: false, filter: null, q: null }],
      ['?view=mine&channel=whatsapp&unread=1&c=5', { view: 'mine', conversation: '5', source: 'whatsapp', isUnreadOnly: true, isByWait: false, filter: null, q: null }],
      ['?order=waiting&filter=%7B%22status%22%3A%5B%22closed%22%5D%7D', { view: 'all', conversation: null, source: null, isUnreadOnly: false, isByWait: true, filter: '{"status":["closed"]}', q: null }],
      ['?q=label%3Avip+lamp&c=7', { view: 'all', conversation: '7', source: null, isUnreadOnly: false, isByWait: false, filter: null, q: 'label:vip lamp' }],
      ['?c=7', { view: 'all', conversation: '7', source: null, isUnreadOnly: false, isByWait: false, filter: null, q: null }],
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

  it('asks for what mentions me, and for a condition of my own as well', () => {
    expect(queryOf({ ...UNFILTERED, view: 'mentions' })).toEqual({ filter: '{"mentioned":["me"]}', status: 'active,closed' });
    expect(queryOf({ ...UNFILTERED, view: 'mentions', filter: '{"waiting":true}' }).filter).toBe('{"all":[{"mentioned":["me"]},{"waiting":true}]}');
    expect(queryOf({ ...UNFILTERED, view: 'mine', filter: '{"waiting":true}' }).filter).toBe('{"waiting":true}');
  });

  it('asks for what is looked for, before what the view says of the same', () => {
    const looked: Pick<Asked, 'words' | 'conditions'> = { words: 'ana', conditions: [{ status: ['closed'] }, { waiting: true }] };
    expect(queryOf({ ...UNFILTERED, view: 'mine' }, looked)).toEqual({ assigneeId: 'me', snoozed: false, filter: '{"all":[{"status":["closed"]},{"waiting":true},{"text":"ana"}]}' });
    expect(queryOf({ ...UNFILTERED, view: '0192' }, { words: '', conditions: [{ snoozed: true }] })).toEqual({ view: '0192', filter: '{"snoozed":true}' });
  });
});
