import type { Rest } from '@chat/client';
import { describe, expect, it } from 'vitest';
import { dayAgo, lastDays, lastSeen } from '../src/widgets/days.js';
import { cleaned, domainOf } from '../src/widgets/domains/origins.js';
import { seenOf } from '../src/widgets/install/seen.js';
import { boxOf, PLACES, policyOf, snippetFor, tagOf } from '../src/widgets/install/snippets.js';
import { newKid, newSecret } from '../src/widgets/security/secret.js';

const LINE = '<script async src="https://chat.example/w.js" data-key="wk_1"></script>';
const FILLS = '<script async src="https://chat.example/w.js" data-key="wk_1" data-target="#chat"></script>';

describe('the code for a website', () => {
  it('is read from the line of the server', () => {
    expect(tagOf(LINE)).toEqual({ src: 'https://chat.example/w.js', key: 'wk_1', target: null });
    expect(tagOf(FILLS)?.target).toBe('#chat');
    expect(tagOf('no script')).toBeNull();
  });

  it('names the script, the widget and the element, whatever the website is made with', () => {
    const tag = tagOf(FILLS)!;
    for (const place of PLACES) {
      const code = snippetFor(place, FILLS, tag);
      for (const part of [tag.src, tag.key, '#chat']) expect(`${place}: ${code}`).toContain(part);
    }
  });

  it('says which element an embedded widget fills, where it has a name', () => {
    expect(boxOf(tagOf(FILLS)!)).toContain('id="chat"');
    expect(boxOf({ ...tagOf(FILLS)!, target: 'main > .help' })).toBeNull();
    expect(boxOf(tagOf(LINE)!)).toBeNull();
  });

  it('stays within its quotes in PHP', () => {
    expect(snippetFor('wordpress', "<script data-target=\"[a='b']\"></script>", tagOf(FILLS)!)).toContain("[a=\\'b\\']");
  });

  it('tells a policy the origin, also of a line that leaves the scheme to the page', () => {
    expect(policyOf(tagOf(LINE)!, 'https://x.example/')).toBe('script-src https://chat.example; connect-src https://chat.example; frame-src https://chat.example');
    expect(policyOf({ src: '//chat.example:8443/w.js', key: '', target: null }, 'https://x.example/')).toContain('https://chat.example:8443');
  });
});

describe('whether a widget was seen', () => {
  const day = (name: string, loads: number): Rest.WidgetDay => ({ day: name, loads, opens: 0, conversations: 0, messages: 0, blocked: 0 });
  const domain = (verified: boolean): Rest.WidgetDomain => ({ verified }) as Rest.WidgetDomain;
  const refused = (ignored: boolean): Rest.BlockedOrigin => ({ origin: 'https://x.example', ignored }) as Rest.BlockedOrigin;
  const nothing = { status: 'active', domains: [], days: [], blocked: [] } as const;

  it('is what is most worth saying', () => {
    expect(seenOf({ ...nothing, status: 'inactive', days: [day('2026-03-03', 5)] }).is).toBe('off');
    expect(seenOf({ ...nothing, days: [day('2026-03-02', 1), day('2026-03-03', 5), day('2026-03-04', 0)], blocked: [refused(false)] })).toEqual({ is: 'seen', day: '2026-03-03', loads: 5 });
    expect(seenOf({ ...nothing, blocked: [refused(true), refused(false)] })).toEqual({ is: 'blocked', origin: 'https://x.example' });
    expect(seenOf({ ...nothing, blocked: [refused(true)] }).is).toBe('noDomain');
    expect(seenOf({ ...nothing, domains: [domain(false)] }).is).toBe('unproven');
    expect(seenOf({ ...nothing, domains: [domain(false), domain(true)] }).is).toBe('waiting');
  });

  it('is told by days as they are counted, by UTC', () => {
    const now = Date.parse('2026-03-04T00:30:00Z');
    expect(lastDays(now, 7)).toEqual({ from: '2026-02-26', to: '2026-03-04' });
    expect(lastSeen([day('2026-03-02', 1), day('2026-03-03', 0)])).toBe('2026-03-02');
    expect(lastSeen([day('2026-03-03', 0)])).toBeNull();
    expect([dayAgo('2026-03-04', now, 'en'), dayAgo('2026-03-03', now, 'en'), dayAgo('2026-02-26', now, 'en')]).toEqual(['today', 'yesterday', '6 days ago']);
  });
});

describe('domains', () => {
  it('are taken from what somebody pastes', () => {
    expect(['Shop.example', ' https://shop.example/a?b#c', '*.shop.example', 'shop.example:8443/x', 'http://shop.example'].map(cleaned)).toEqual(['shop.example', 'shop.example', '*.shop.example', 'shop.example:8443', 'shop.example']);
  });

  it('come of origins, where those can be allowed', () => {
    expect(['https://x.example', 'https://x.example:8443', 'http://x.example', 'null'].map(domainOf)).toEqual(['x.example', 'x.example:8443', null, null]);
  });
});

describe('keys', () => {
  it('have names that are not taken', () => {
    const now = new Date('2026-03-04T00:00:00Z');
    expect(newKid(now, [])).toBe('2026-03');
    expect(newKid(now, ['2026-03', '2026-03-2'])).toBe('2026-03-3');
  });

  it('are long enough, and made of letters that can be pasted', () => {
    const [one, other] = [newSecret(), newSecret()];
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(one).not.toBe(other);
  });
});
