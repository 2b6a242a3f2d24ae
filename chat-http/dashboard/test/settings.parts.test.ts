import { describe, expect, it } from 'vitest';
import { isName, nameFor } from '../src/settings/attributes/naming.js';
import { byDay, dayFault, nextStretch, openingsOf } from '../src/settings/hours/week.js';
import { daysInWords } from '../src/settings/hours/words.js';
import { actionsOf, begun, DEEDS, doneBy, isOpen, offeredBeside } from '../src/settings/macros/actions.js';
import { urlFault } from '../src/settings/webhooks/events.js';
import { placeBefore } from '../src/settings/webhooks/Replay.js';

describe('a macro', () => {
  it('does what it did, taken apart and put together again', () => {
    const macro = { assignToMe: true, snoozeMinutes: 60, changes: { teamId: null, addLabels: ['1'], priority: 'high' as const, status: 'closed' as const, subject: 'x', attributes: { order: 7 } } };
    const { actions, rest } = actionsOf(macro);
    expect(actions.map(({ does }) => does)).toEqual(['assignMe', 'team', 'addLabels', 'priority', 'status', 'snooze', 'subject']);
    expect(rest).toEqual({ attributes: { order: 7 } });
    expect(doneBy(actions, rest)).toEqual(macro);
  });

  it('is offered nothing twice, and nothing that does not go together', () => {
    expect(offeredBeside([])).toEqual(DEEDS);
    const left = offeredBeside([begun('assignMe'), begun('setLabels')]);
    expect(left).not.toContain('assign');
    expect(left).not.toContain('addLabels');
    expect(left).not.toContain('assignMe');
  });

  it('says what is still missing', () => {
    expect(isOpen(begun('addLabels'))).toBe(true);
    expect(isOpen(begun('setLabels'))).toBe(false);
    expect(isOpen({ does: 'snooze', minutes: 0 })).toBe(true);
  });
});

describe('business hours', () => {
  it('are the same day by day and together', () => {
    const week = [
      { days: ['monday' as const, 'friday' as const], from: '09:00', to: '12:00' },
      { days: ['monday' as const], from: '13:00', to: '17:00' },
    ];
    expect(byDay(week).monday).toEqual([
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ]);
    expect(openingsOf(byDay(week))).toEqual(week);
  });

  it('have no gaps in a day, no overlaps, and may last into the next', () => {
    expect(dayFault([{ from: '22:00', to: '06:00' }])).toBeUndefined();
    expect(dayFault([{ from: '09:00', to: '24:00' }])).toBeUndefined();
    expect(dayFault([{ from: '', to: '06:00' }])).toBe('time');
    expect(dayFault([{ from: '06:00', to: '06:00' }])).toBe('empty');
    const two = [{ from: '09:00', to: '13:00' }];
    expect(dayFault([...two, { from: '12:59', to: '14:00' }])).toBe('overlap');
    expect(dayFault([...two, nextStretch(two)])).toBeUndefined();
    expect(dayFault([nextStretch([{ from: '08:00', to: '23:30' }])])).toBeUndefined();
  });

  it('are said shortly', () => {
    expect(daysInWords(['friday', 'monday', 'tuesday', 'wednesday', 'sunday'], 'en')).toBe('Mon – Wed, Fri, Sun');
    expect(daysInWords(['saturday', 'sunday'], 'de')).toBe('Sa, So');
  });
});

describe('an attribute', () => {
  it('is named by what it is called', () => {
    expect(['Order number', 'Größe (cm)', '2nd choice', '  '].map(nameFor)).toEqual(['order_number', 'gro_e_cm', 'nd_choice', '']);
    expect(['order_number', '2nd', 'Order', ''].map(isName)).toEqual([true, false, false, false]);
  });
});

describe('a webhook', () => {
  it('wants an address of the web', () => {
    expect(['https://shop.example/x', 'http://127.0.0.1:3', 'ftp://x', 'shop', ' '].map(urlFault)).toEqual([undefined, undefined, 'noUrl', 'noUrl', 'needed']);
  });

  it('goes on from the last event before a moment', async () => {
    const at = (seq: number): number => Date.UTC(2026, 0, 1) + seq * 60_000;
    const eventAfter = (seq: number): Promise<{ seq: number; at: string } | null> => Promise.resolve(seq < 100 ? { seq: seq + 1, at: new Date(at(seq + 1)).toISOString() } : null);
    expect(await placeBefore(at(42), eventAfter, 100)).toBe(41);
    expect(await placeBefore(at(0), eventAfter, 100)).toBe(0);
    expect(await placeBefore(at(1000), eventAfter, 100)).toBe(100);
  });
});
