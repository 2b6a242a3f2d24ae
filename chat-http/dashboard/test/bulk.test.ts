import { describe, expect, it } from 'vitest';
import type { Conversation } from '@chat/client';
import { between, changed, undone } from '../src/lib/bulk.js';
import { readPrefs, USUAL } from '../src/lib/prefs.js';

const talk = (id: string, rest: Partial<Conversation> = {}): Conversation =>
  ({ id, status: 'active', priority: 'none', assigneeId: null, teamId: null, snoozedUntil: null, labels: [], ...rest }) as Conversation;

describe('a change to many conversations', () => {
  it('is shown at once', () => {
    const next = changed(talk('a', { labels: ['x', 'y'] }), { status: 'closed', addLabels: ['y', 'z'], removeLabels: ['x'] });
    expect([next.status, next.labels]).toEqual(['closed', ['y', 'z']]);
    expect(changed(talk('a', { assigneeId: 'ann' }), { assigneeId: null }).assigneeId).toBeNull();
  });

  it('is undone with each as it was, those that were alike together', () => {
    const before = [talk('a'), talk('b', { assigneeId: 'eve' }), talk('c'), talk('d', { assigneeId: 'ann' })];
    expect(undone(before, { assigneeId: 'ann' })).toEqual([
      { ids: ['a', 'c'], changes: { assigneeId: null } },
      { ids: ['b'], changes: { assigneeId: 'eve' } },
    ]);
  });

  it('gives labels back only to those that had lost them', () => {
    expect(undone([talk('a', { labels: ['x'] }), talk('b')], { removeLabels: ['x'] })).toEqual([{ ids: ['a'], changes: { addLabels: ['x'] } }]);
    expect(undone([talk('a', { labels: ['x'] }), talk('b')], { addLabels: ['x'] })).toEqual([{ ids: ['b'], changes: { removeLabels: ['x'] } }]);
  });

  it('reaches from the last one that was touched, either way', () => {
    expect(between(['a', 'b', 'c', 'd'], 'c', 'a')).toEqual(['a', 'b', 'c']);
    expect(between(['a', 'b', 'c', 'd'], null, 'c')).toEqual(['c']);
    expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b']);
  });
});

describe('what somebody prefers', () => {
  it('is what was kept, as far as it still makes sense', () => {
    expect(readPrefs('{"density":"compact","undoSeconds":"ten","old":1}')).toEqual({ ...USUAL, density: 'compact' });
    expect(readPrefs('{"quiet":{"from":"22:00","to":"07:00"}}').quiet).toEqual({ from: '22:00', to: '07:00' });
    expect(readPrefs('not json')).toEqual(USUAL);
    expect(readPrefs(null)).toEqual(USUAL);
  });
});
