import type { Rest } from '@chat/client';
import { describe, expect, it } from 'vitest';
import { hintFor, isComplete, newVerifyToken } from '../src/whatsapp/connect/checks.js';
import { healthOf, heardOf } from '../src/whatsapp/health.js';

const NOW = Date.parse('2026-03-04T12:00:00Z');

describe('a number', () => {
  it('is well while its owner has paused it, and not when Meta has', () => {
    const account = { status: 'active', pauseReason: null, throttledUntil: null } as const;
    expect(healthOf(account, NOW)).toBe('well');
    expect(healthOf({ ...account, throttledUntil: '2026-03-04T12:00:01Z' }, NOW)).toBe('slowed');
    expect(healthOf({ ...account, throttledUntil: '2026-03-04T11:59:59Z' }, NOW)).toBe('well');
    expect(healthOf({ ...account, status: 'paused' }, NOW)).toBe('paused');
    expect(healthOf({ ...account, status: 'paused', pauseReason: 'token' }, NOW)).toBe('refused');
    expect(healthOf({ ...account, status: 'disconnected' }, NOW)).toBe('gone');
  });

  it('has heard what customers have written, not what the team has', () => {
    const talk = (id: string, senderType: Rest.Message['senderType'], createdAt: string, waitingSince: string | null = null): Pick<Rest.Conversation, 'id' | 'lastMessage' | 'waitingSince'> => ({ id, lastMessage: { senderType, createdAt } as Rest.Message, waitingSince });
    expect(heardOf([])).toBeNull();
    expect(heardOf([talk('a', 'agent', '2026-03-04T11:00:00Z')])).toBeNull();
    const talks = [talk('a', 'agent', '2026-03-04T11:00:00Z'), talk('b', 'customer', '2026-03-04T09:00:00Z'), talk('c', 'system', '2026-03-04T11:30:00Z', '2026-03-04T10:00:00Z')];
    expect(heardOf(talks)).toEqual({ at: '2026-03-04T10:00:00Z', conversationId: 'c' });
  });
});

describe('what is typed to connect one', () => {
  it('is looked at before Meta is asked', () => {
    expect(hintFor('phoneNumberId', '')).toBeNull();
    expect(hintFor('phoneNumberId', ' 106540352242922 ')).toBeNull();
    expect(hintFor('phoneNumberId', '+49 151 2345678')).toBe('isPhone');
    expect(hintFor('phoneNumberId', 'abc')).toBe('isNoId');
    expect(hintFor('businessAccountId', '106540352242922', { phoneNumberId: '106540352242922' })).toBe('isSameId');
    expect(hintFor('accessToken', 'EAAG x')).toBe('hasSpace');
    expect(hintFor('accessToken', 'abc')).toBe('isNoToken');
    expect(hintFor('appSecret', '0123456789abcdef0123456789ABCDEF')).toBeNull();
    expect(hintFor('appSecret', '0123')).toBe('isNoSecret');
  });

  it('is complete when nothing is missing', () => {
    const typed = { phoneNumberId: '1', businessAccountId: '2', accessToken: '3', appSecret: '4' };
    expect(isComplete(typed)).toBe(true);
    expect(isComplete({ ...typed, appSecret: '  ' })).toBe(false);
  });

  it('has a verify token of its own', () => {
    expect(newVerifyToken()).toMatch(/^[0-9a-z]{36}$/);
    expect(newVerifyToken()).not.toBe(newVerifyToken());
  });
});
