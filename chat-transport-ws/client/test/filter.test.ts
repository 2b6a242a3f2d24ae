import { expect, test } from 'vitest';
import { type Condition, conditionOf, meets, type Verdict } from '../src/filter';
import { AT, conversation } from './office';

const viewer = { agentId: 'ann', now: Date.parse(AT) };
const one = conversation('one', { assigneeId: 'ann', labels: ['vip'], unreadCount: 2, isUnread: true, waitingSince: AT });

test.each<[Condition, Verdict]>([
  [{ all: [] }, true],
  [{ any: [] }, false],
  [{ status: ['active', 'closed'] }, true],
  [{ status: ['closed'] }, false],
  [{ not: { status: ['closed'] } }, true],
  [{ source: ['website'] }, false],
  [{ assignee: ['me'] }, true],
  [{ assignee: ['nobody', 'bob'] }, false],
  [{ participant: ['nobody'] }, true],
  [{ team: ['none'] }, true],
  [{ team: ['mine'] }, false],
  [{ label: ['vip', 'new'] }, true],
  [{ label: [] }, false],
  [{ priority: ['high'] }, false],
  [{ customer: ['kim'] }, true],
  [{ account: ['b'] }, false],
  [{ widget: ['w'] }, false],
  [{ unread: 'me' }, true],
  [{ unread: 'team' }, true],
  [{ unread: 'nobody' }, false],
  [{ waiting: true }, true],
  [{ snoozed: true }, false],
  [{ text: 'shoes' }, undefined],
  [{ attribute: { name: 'plan', is: ['gold'] } }, undefined],
  [{ not: { text: 'shoes' } }, undefined],
  [{ all: [{ status: ['closed'] }, { text: 'shoes' }] }, false],
  [{ all: [{ status: ['active'] }, { text: 'shoes' }] }, undefined],
  [{ any: [{ status: ['active'] }, { text: 'shoes' }] }, true],
  [{ view: 'v' }, undefined],
])('%j is %s', (condition, verdict) => {
  expect(meets(condition, one, viewer)).toBe(verdict);
});

test('whose teams are whose only the server knows', () => {
  expect(meets({ team: ['mine'] }, { ...one, teamId: 't' }, viewer)).toBe(undefined);
  expect(meets({ assignee: ['me'] }, one, { ...viewer, agentId: null })).toBe(undefined);
});

test('a query says the same as a condition', () => {
  const query = { status: 'active,closed', assigneeId: 'me', filter: '{"not":{"label":["spam"]}}', unread: 'me', waiting: true, q: 'x' } as const;
  expect(conditionOf(query)).toEqual({
    all: [
      { not: { label: ['spam'] } },
      { status: ['active', 'closed'] },
      { assignee: ['me'] },
      { unread: 'me' },
      { waiting: true },
      { text: 'x' },
    ],
  });
});
