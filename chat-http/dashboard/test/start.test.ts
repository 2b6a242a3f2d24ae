import { describe, expect, it } from 'vitest';
import { type Looked, stepsOf } from '../src/start/steps.js';

const NOTHING: Looked = { widgets: [], wasSeen: false, hasAccount: false, hasAnswered: false, isAlone: true };

describe('the first steps', () => {
  it('are none of them done where nothing is, and all of them where everything is', () => {
    expect(stepsOf(NOTHING, () => true).map(({ isDone }) => isDone)).toEqual([false, false, false, false, false]);
    const everything = { widgets: [{ id: '1' }] as unknown as Looked['widgets'], wasSeen: true, hasAccount: true, hasAnswered: true, isAlone: false };
    expect(stepsOf(everything, () => true).every(({ isDone }) => isDone)).toBe(true);
  });

  it('are only those that one may go', () => {
    expect(stepsOf(NOTHING, (it) => it === 'conversations.reply').map(({ name }) => name)).toEqual(['answer']);
  });
});
