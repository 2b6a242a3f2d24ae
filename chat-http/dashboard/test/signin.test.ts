import { describe, expect, it } from 'vitest';
import { wayOf } from '../src/signin/returning.js';
import { tokenIn } from '../src/signin/token.js';

describe('the way by an identity provider', () => {
  it('comes back to the page that was wanted', () => {
    expect(wayOf('/api/v1/auth/oidc', '/app/?view=mine&c=1', '/app/')).toBe('/api/v1/auth/oidc?returnTo=%2Fapp%2F%3Fview%3Dmine%26c%3D1');
  });

  it.each(['//evil.test', '/\\evil.test', 'https://evil.test', '/größe', '/a b', `/${'x'.repeat(1024)}`])('comes back to the first page instead of %s, which the server would refuse', (wanted) =>
    expect(wayOf('/oidc', wanted, '/app/')).toBe('/oidc?returnTo=%2Fapp%2F'),
  );
});

describe('the token of an invitation', () => {
  it.each([
    ['#token=a%2Bb', 'a+b'],
    ['#x=1&token=abc', 'abc'],
    ['#token=', null],
    ['#other', null],
    ['', null],
  ])('is read from "%s"', (hash, token) => expect(tokenIn(hash)).toBe(token));
});
