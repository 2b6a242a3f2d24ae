import { ChatError } from '@chat/client';
import { describe, expect, it } from 'vitest';
import { faultsOf, givenAudience } from '../src/settings/definitions.js';
import { filledWith, withPlace } from '../src/settings/wording.js';

const plain = (text: string, sample: Record<string, string | null>): string => filledWith(text, sample).map((it) => it.text).join('');

describe('a text with places', () => {
  it('reads as the server fills it', () => {
    expect(plain('Hello {{customer.name|there}}!', { 'customer.name': 'Ana' })).toBe('Hello Ana!');
    expect(plain('Hello {{ customer.name | there }}!', { 'customer.name': null })).toBe('Hello there!');
    expect(plain('Hello {{customer.name}}!', { 'customer.name': null })).toBe('Hello !');
  });

  it('keeps what is no place as it stands, and tells it apart', () => {
    expect(filledWith('a {{shoe.size}} b {{', {})).toEqual([
      { text: 'a ', kind: 'text' },
      { text: '{{shoe.size}}', kind: 'unknown' },
      { text: ' b {{', kind: 'text' },
    ]);
  });

  it('takes a place in where the caret is', () => {
    expect(withPlace('Hi , ok', 3, 3, 'customer.name')).toEqual({ text: 'Hi {{customer.name}}, ok', caret: 20 });
  });
});

describe('a definition', () => {
  it('is shared as it was', () => {
    expect(['all', 'team:7', 'agent:3'].map(givenAudience)).toEqual(['all', 'team:7', 'me']);
  });

  it('has its faults at its fields', () => {
    expect(faultsOf(new ChatError('conflict', 'this name is taken'), 'Taken.')).toEqual({ name: 'Taken.' });
    expect(faultsOf(new ChatError('invalid', 'no', { errors: [{ field: 'changes.labels', problem: 'too many' }] }), '')).toEqual({ changes: 'too many' });
    expect(faultsOf(null, '')).toEqual({});
  });
});
