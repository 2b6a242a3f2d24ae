import { ChatError } from '@chat/client';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import en from '../src/words/main/en.json';
import { EMOJI, emojiFor } from '../src/inbox/emoji.js';
import { initialsOf } from '../src/inbox/Face.js';
import { partsOf } from '../src/inbox/Text.js';
import { applied, triggerOf } from '../src/inbox/triggers.js';
import { isBusy, placed } from '../src/lib/keys.js';
import { inWords } from '../src/lib/problems.js';

describe('what is written', () => {
  it('asks for canned responses and people at the beginning of a word alone', () => {
    expect(triggerOf('/hel', 4)).toEqual({ sign: '/', word: 'hel', start: 0, end: 4 });
    expect(triggerOf('see @', 5)).toEqual({ sign: '@', word: '', start: 4, end: 5 });
    expect(triggerOf('a@b.example', 11)).toBeNull();
    expect(triggerOf('and/or', 6)).toBeNull();
    expect(triggerOf('https://x', 9)).toBeNull();
    expect(triggerOf('/hello there', 12)).toBeNull();
    expect(triggerOf('done #ref', 9)).toEqual({ sign: '#', word: 'ref', start: 5, end: 9 });
    expect(triggerOf('nice :smi', 9)).toEqual({ sign: ':', word: 'smi', start: 5, end: 9 });
    for (const text of ['at 10:30', 'so :)', 'a: b', ':1']) expect(triggerOf(text, text.length)).toBeNull();
  });

  it('takes what was chosen in its place', () => {
    expect(applied('Hi /th, ok', { sign: '/', word: 'th', start: 3, end: 6 }, 'Thank you')).toEqual({ text: 'Hi Thank you, ok', caret: 12 });
  });

  it('shows addresses as such, without the full stop after them', () => {
    expect(partsOf('see https://a.example/x?y=1. ok')).toEqual([
      { text: 'see ', isLink: false },
      { text: 'https://a.example/x?y=1', isLink: true },
      { text: '. ok', isLink: false },
    ]);
    expect(partsOf('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)', isLink: false }]);
  });

  it('has initials whatever somebody is called', () => {
    expect([initialsOf('Ana María Lopes'), initialsOf('ann'), initialsOf('+49 151 23'), initialsOf(''), initialsOf('Jordi (neighbour)')]).toEqual(['AL', 'A', '#', '#', 'JN']);
  });
});

describe('emoji', () => {
  it('are found by whole words first, then by beginnings', () => {
    expect(emojiFor('thumbsup', 5).map((it) => it.sign)).toEqual(['👍']);
    expect(emojiFor('smile', 9).map((it) => it.sign)).toContain('🙂');
    expect(emojiFor('red_ap', 1)[0]?.sign).toBe('🍎');
    expect(emojiFor('nothinglikethis', 5)).toEqual([]);
  });

  it('are each there once', () => {
    expect(new Set(EMOJI.map((it) => it.sign)).size).toBe(EMOJI.length);
    expect(EMOJI.every((it) => it.sign !== '' && it.name !== '')).toBe(true);
  });
});

describe('keys', () => {
  it('do nothing while somebody writes or has something open', () => {
    document.body.innerHTML = '<textarea></textarea><div role="menu"><button></button></div><p></p>';
    expect(isBusy(document.querySelector('textarea'))).toBe(true);
    expect(isBusy(document.querySelector('button'))).toBe(true);
    expect(isBusy(document.querySelector('p'))).toBe(false);
  });

  it('are found by their place where a keyboard has no such letters', () => {
    expect(['j', 'g m', 'Escape', '/', 'Shift+?'].map(placed)).toEqual(['KeyJ', 'KeyG KeyM', 'Escape', '/', 'Shift+?']);
  });
});

describe('what goes wrong', () => {
  it('is said in words, with the details where there are no words for it', async () => {
    const words = i18next.createInstance();
    await words.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
    expect(inWords(new ChatError('wrong_credentials', 'no'), words.t)).toBe(en.error.wrong_credentials);
    expect(inWords(new ChatError('overloaded', 'no'), words.t)).toBe(en.error.unavailable);
    expect(inWords(new ChatError('strange', 'it <b>is</b> strange'), words.t)).toBe('That did not work: it <b>is</b> strange');
    expect(inWords(new ChatError('invalid', 'x', { errors: [{ field: 'email', problem: 'too long' }] }), words.t)).toContain('email: too long');
    expect(inWords(new TypeError('failed to fetch'), words.t)).toBe(en.error.offline);
  });
});
