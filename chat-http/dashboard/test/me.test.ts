import { describe, expect, it } from 'vitest';
import { deviceOf } from '../src/settings/me/device.js';
import { strengthOf } from '../src/lib/strength.js';

describe('a password', () => {
  it('has ten characters, counted as people count', () => {
    expect(strengthOf('')).toEqual({ level: 'short', missing: 10 });
    expect(strengthOf('🐝🐝🐝🐝🐝')).toEqual({ level: 'short', missing: 5 });
  });

  it.each([
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['1234567890', 'weak'],
    ['Password12345', 'weak'],
    ['qwertyuiop', 'weak'],
    ['kitchenlamp', 'fair'],
    ['hX7!kz$2Rt', 'good'],
    ['anchor violet teapot', 'good'],
    ['korrekt-pferd-batterie', 'good'],
  ])('is weighed by what is hard to guess: %s', (password, level) => expect(strengthOf(password).level).toBe(level));

  it('is worth less when it is made of what everybody knows of its owner', () => {
    expect(strengthOf('annabelle.baker', ['Annabelle Baker']).level).toBe('weak');
    expect(strengthOf('annabelle.baker').level).not.toBe('weak');
  });
});

describe('a device', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'Chrome', 'Linux', false],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0', 'Edge', 'Windows', false],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15', 'Safari', 'macOS', false],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1', 'Chrome', 'iPhone', true],
    ['Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0', 'Firefox', 'Android', true],
    ['curl/7.88.1', 'curl/7.88.1', null, false],
  ])('is told by what it calls itself: %s', (text, browser, system, isHandy) => expect(deviceOf(text)).toEqual({ browser, system, isHandy }));

  it('is unknown when it says nothing', () => expect(deviceOf(null)).toBe(null));
});
