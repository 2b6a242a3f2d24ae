import { describe, expect, it } from 'vitest';
import { ago, daysAgo, lasting, snoozes, urgency } from '../src/lib/time.js';

const NOW = new Date(2026, 2, 4, 12, 0).getTime();
const before = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

describe('times', () => {
  it('are as short as can be', () => {
    expect(ago(before(0), NOW, 'en')).toBe('now');
    expect(ago(before(5), NOW, 'en')).toBe('5 min');
    expect(ago(before(150), NOW, 'en')).toBe('2 hr');
    expect(ago(before(3 * 24 * 60), NOW, 'en')).toBe('Sun');
    expect(ago(before(30 * 24 * 60), NOW, 'en')).toBe('Feb 2');
    expect(ago(before(5), NOW, 'de')).toBe('5 Min.');
  });

  it('say how long somebody waits, and never less than nothing', () => {
    expect(lasting(before(61), NOW, 'en')).toBe('1 hr');
    expect(lasting(before(-5), NOW, 'en')).toBe('0 min');
    expect([5, 20, 90].map((minutes) => urgency(before(minutes), NOW))).toEqual(['calm', 'soon', 'late']);
  });

  it('count days by the calendar', () => {
    expect(daysAgo(new Date(2026, 2, 3, 23, 59).toISOString(), NOW)).toBe(1);
    expect(daysAgo(before(10), NOW)).toBe(0);
  });

  it('put things off until a morning that is still to come', () => {
    for (const day of [1, 2, 3, 4, 5, 6, 7]) {
      const now = new Date(2026, 2, day, 12, 0).getTime();
      const week = snoozes(now).find((it) => it.name === 'week')!.until;
      expect(week.getDay()).toBe(1);
      expect(week.getTime()).toBeGreaterThan(now);
      expect(week.getTime() - now).toBeLessThanOrEqual(7 * 86_400_000);
    }
    expect(snoozes(NOW).map((it) => it.until.getTime() > NOW)).toEqual([true, true, true, true]);
  });
});
