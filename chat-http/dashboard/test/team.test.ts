import { describe, expect, it } from 'vitest';
import type { Rest } from '@chat/client';
import { addressesIn, invitationLink } from '../src/team/inviting.js';
import { BY_ROLE, choiceOf, EVERYTHING, GROUPS, isLastOwner, mayGive, picked, roleOf, stateOf } from '../src/team/rights.js';
import words from '../src/words/team/en.json';

describe('rights', () => {
  it('come with what they need, and go with it', () => {
    expect(picked([], 'files.upload', true)).toEqual(['conversations.read', 'conversations.reply', 'files.upload']);
    expect(picked(BY_ROLE.agent, 'conversations.read', false)).toEqual(['widgets.read', 'accounts.read', 'keys.own']);
    expect(picked(['widgets.read', 'widgets.manage'], 'widgets.manage', false)).toEqual(['widgets.read']);
  });

  it('are all explained', () => {
    const known = words.permission as Record<string, string>;
    for (const it of EVERYTHING) expect([known[it.replace('.', '_')], known[`${it.replace('.', '_')}Hint`]]).not.toContain(undefined);
    for (const [group] of GROUPS) expect(words.permissions).toHaveProperty(group);
  });

  it('are given by those who have them, and owners are made by owners', () => {
    const lead = { role: 'agent' as const, permissions: [...BY_ROLE.agent, 'team.manage' as const] };
    const own = [{ id: 'few', permissions: ['conversations.read'] }, { id: 'more', permissions: ['audit.read'] }] as Rest.Role[];
    expect(['owner', 'admin', 'agent', 'viewer', 'own:few', 'own:more'].filter((it) => mayGive(lead, it, own))).toEqual(['agent', 'viewer', 'own:few']);
    expect(mayGive({ role: 'admin', permissions: [...EVERYTHING] }, 'owner', own)).toBe(false);
    expect(mayGive({ role: 'owner', permissions: [...EVERYTHING] }, 'owner', own)).toBe(true);
  });

  it('are chosen as a role of everybody or of the team itself', () => {
    expect(roleOf(choiceOf({ role: 'viewer', customRoleId: null }))).toEqual({ role: 'viewer', customRoleId: null });
    expect(roleOf(choiceOf({ role: 'viewer', customRoleId: 'x' }))).toEqual({ role: 'agent', customRoleId: 'x' });
  });

  it('stay with the last owner', () => {
    const [one, other] = [{ id: '1', role: 'owner', deactivatedAt: null }, { id: '2', role: 'owner', deactivatedAt: '2026-01-01' }] as [Rest.Agent, Rest.Agent];
    expect(isLastOwner(one, [one, other])).toBe(true);
    expect(isLastOwner(one, [one, { ...other, deactivatedAt: null }])).toBe(false);
  });

  it('what somebody says of itself counts while it is here', () => {
    expect(stateOf({ isPresent: false, availability: 'online', deactivatedAt: null })).toBe('offline');
    expect(stateOf({ isPresent: true, availability: 'busy', deactivatedAt: null })).toBe('busy');
    expect(stateOf({ isPresent: true, availability: 'online', deactivatedAt: '2026-01-01' })).toBe('left');
  });
});

describe('inviting', () => {
  it('finds addresses however they are written, each once', () => {
    expect(addressesIn('Ann <ann@shop.example>, ben@shop.example;\n ANN@shop.example chidi@shop.example\n\n')).toEqual({ good: ['ANN@shop.example', 'ben@shop.example', 'chidi@shop.example'], bad: [] });
    expect(addressesIn('ben@, @shop, dana')).toEqual({ good: [], bad: ['ben@', '@shop', 'dana'] });
  });

  it('keeps the token out of what servers see', () => {
    expect(invitationLink('a+b', 'https://chat.example', '/app/')).toBe('https://chat.example/app/invitation#token=a%2Bb');
  });
});
