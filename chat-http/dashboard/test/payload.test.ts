import { describe, expect, it } from 'vitest';
import { contactsIn, placeIn, reactionIn } from '../src/lib/payload.js';

describe('what a message says beyond its text', () => {
  it('is a place, with its name where it has one', () => {
    expect(placeIn({ location: { latitude: 38.7, longitude: -9.1, name: ' Lisboa ' } })).toEqual({ name: 'Lisboa', address: null, latitude: 38.7, longitude: -9.1 });
    expect(placeIn({ location: { latitude: '38.7', longitude: '-9.1' } })?.longitude).toBe(-9.1);
  });

  it('is no place where there is none on earth', () => {
    for (const payload of [null, 'x', {}, { location: null }, { location: { latitude: 1 } }, { location: { latitude: 99, longitude: 0 } }, { location: { latitude: 'a', longitude: 0 } }]) {
      expect(placeIn(payload)).toBeNull();
    }
  });

  it('is people, called by whatever is known of them', () => {
    const contacts = [
      { name: { formatted_name: 'Rui Costa' }, phones: [{ phone: '+351 1' }, { phone: 7 }], emails: [{ email: 'rui@example.com' }] },
      { name: { first_name: 'Ana', last_name: 'Lopes' } },
      { phones: [{ phone: '+49 2' }] },
      'nobody',
    ];
    expect(contactsIn({ contacts })).toEqual([
      { name: 'Rui Costa', phones: ['+351 1'], emails: ['rui@example.com'] },
      { name: 'Ana Lopes', phones: [], emails: [] },
      { name: '+49 2', phones: ['+49 2'], emails: [] },
    ]);
    expect(contactsIn({ contacts: 'x' })).toEqual([]);
  });

  it('is a sign', () => {
    expect(reactionIn({ reaction: { emoji: '👍' } })).toBe('👍');
    expect(reactionIn({ reaction: { emoji: '' } })).toBeNull();
  });
});
