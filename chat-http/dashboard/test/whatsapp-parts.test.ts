import type { Rest } from '@chat/client';
import { describe, expect, it } from 'vitest';
import { isAwaited } from '../src/inbox/Awaited.js';
import { refusalOf } from '../src/inbox/composing.js';
import { given } from '../src/inbox/reacting.js';
import { limitOf, qualityTone } from '../src/whatsapp/metas.js';
import { DEEDS, isTold, requestOf, type Told } from '../src/whatsapp/number/deeds.js';
import { settingsIn } from '../src/whatsapp/number/settings.js';
import { changesOf, typedOf } from '../src/whatsapp/profile/profile.js';

const AT = '2026-03-04T12:00:00Z';

describe('a message of WhatsApp', () => {
  it('awaits its file until it is there, failed or was taken back', () => {
    const image = { messageType: 'image', senderType: 'customer', attachments: [], deletedAt: null } as const;
    expect(isAwaited({ ...image, attachments: [] })).toBe(true);
    expect(isAwaited({ ...image, attachments: [], messageType: 'text' })).toBe(false);
    expect(isAwaited({ ...image, attachments: [], senderType: 'agent' })).toBe(false);
    expect(isAwaited({ ...image, attachments: [], deletedAt: AT })).toBe(false);
    expect(isAwaited({ ...image, attachments: [{} as Rest.Attachment] })).toBe(false);
  });

  it("has one sign of the team's, beside the customer's", () => {
    const theirs: Rest.Reaction = { by: 'customer', emoji: '❤️', at: AT };
    const ours: Rest.Reaction = { by: 'agent', emoji: '👍', at: AT };
    expect(given([theirs], '👍', AT)).toEqual([theirs, ours]);
    expect(given([theirs, ours], '🙏', AT)).toEqual([theirs, { ...ours, emoji: '🙏' }]);
    expect(given([theirs, ours], null, AT)).toEqual([theirs]);
  });

  it('tells of which file it is that WhatsApp does not take', () => {
    const problems = ['"a.webp": convert it', '"b.mov" is too large'];
    expect(refusalOf('a.webp', problems, 3)).toBe('"a.webp": convert it');
    expect(refusalOf('c.png', problems, 3)).toBeUndefined();
    expect(refusalOf('c.png', ['no'], 1)).toBe('no');
  });
});

describe('a number at Meta', () => {
  it('may begin to write to as many as its tier says', () => {
    expect(['TIER_250', 'TIER_2K', 'tier_100k', 'TIER_UNLIMITED'].map(limitOf)).toEqual([250, 2000, 100_000, null]);
    expect(['GREEN', 'YELLOW', 'RED', 'UNKNOWN'].map(qualityTone)).toEqual(['good', 'amber', 'bad', 'idle']);
  });

  it('is dealt with only when everything is told', () => {
    const told: Told = { method: 'sms', language: 'en_US', code: '123-456', pin: '12345', name: ' A ', url: 'http://a.example' };
    expect(DEEDS.filter((it) => isTold(it, told))).toEqual(['requestCode', 'verifyCode', 'importHistory', 'deregister']);
    expect(requestOf('verifyCode', told, null)).toEqual({ action: 'verifyCode', code: '123456' });
    expect(['', 'https://a.example/x', `https://a.example/${'x'.repeat(200)}`].map((url) => isTold('setWebhook', { ...told, url }))).toEqual([true, true, false]);
    expect(requestOf('setWebhook', { ...told, url: ' ' }, null)).toEqual({ action: 'setWebhook', url: null });
    expect(requestOf('register', { ...told, pin: '123456' }, '77')).toEqual({ action: 'register', pin: '123456', phoneNumberId: '77' });
  });

  it('has settings that are an object in JSON', () => {
    expect(['{"calling":{"status":"ENABLED"}}', '[]', 'null', '{'].map(settingsIn)).toEqual([{ calling: { status: 'ENABLED' } }, null, null, null]);
  });

  it('changes of its profile what was touched', () => {
    const profile = { about: 'Hi', address: null, description: null, email: null, vertical: null, websites: ['https://a.example'], pictureUrl: null };
    expect(changesOf(profile, typedOf(profile))).toEqual({});
    expect(changesOf(profile, { ...typedOf(profile), about: '', websites: ['', ' https://b.example '] })).toEqual({ about: '', websites: ['https://b.example'] });
  });
});
