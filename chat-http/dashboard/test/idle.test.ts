import { describe, expect, it } from 'vitest';
import { IDLE_MS, turn } from '../src/lib/idle.js';

describe('whoever does nothing', () => {
  it('is away after a while, if they were online', () => {
    expect(turn('online', IDLE_MS - 1, false)).toBe(null);
    expect(turn('online', IDLE_MS, false)).toBe('away');
    expect(turn('busy', IDLE_MS, false)).toBe(null);
    expect(turn('away', IDLE_MS, true)).toBe(null);
  });

  it('comes back with the first touch, unless they had said themselves that they are away', () => {
    expect(turn('away', 0, true)).toBe('online');
    expect(turn('away', 0, false)).toBe(null);
    expect(turn('busy', 0, true)).toBe(null);
  });
});
