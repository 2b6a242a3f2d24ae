import { beforeEach, expect, test, vi } from 'vitest';
import type { Link } from '../src/frame/link';
import { Memory } from '../src/frame/memory';
import { Session } from '../src/frame/session';
import { session } from './stage';

/** What was asked, each to be answered by hand. */
const asked: { body: { identity: string | null; visitor: string | null }; answer(token: string, status?: number): void }[] = [];
const told: string[] = [];
let memory: Memory;

beforeEach(() => {
  localStorage.clear();
  asked.length = told.length = 0;
  memory = new Memory('k');
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    return new Promise((resolve) => {
      const answer = (token: string, status = 200): void =>
        resolve(new Response(JSON.stringify(session({ token, visitor: `of ${token}` })), { status }));
      asked.push({ body: JSON.parse(body), answer });
    });
  });
});

const open = (): Session =>
  new Session({ hello: { boot: 'b' }, tell: ({ t }: { t: string }) => told.push(t), emit() {} } as unknown as Link, memory);
const next = (count: number) => vi.waitUntil(() => asked.length === count && asked.at(-1));

test('who asks at the same time is answered together, and for a while', async () => {
  const its = open();
  const both = [its.fresh(), its.fresh()];
  (await next(1)).answer('one');
  expect((await Promise.all(both)).map(({ token }) => token)).toEqual(['one', 'one']);
  expect((await its.fresh()).token).toBe('one');
  its.stale();
  const another = its.fresh();
  (await next(2)).answer('two');
  expect((await another).token).toBe('two');
});

test('whoever is identified while the server is asked is not taken for the one before', async () => {
  const its = open();
  const fresh = its.fresh();
  const first = await next(1);
  its.identify('jwt');
  first.answer('anonymous');
  const second = await next(2);
  expect(second.body.identity).toBe('jwt');
  second.answer('identified');
  expect((await fresh).token).toBe('identified');
});

test('a proof that has run out is asked for anew, and nobody else is there meanwhile', async () => {
  const its = open();
  its.identify('old');
  const fresh = its.fresh();
  (await next(1)).answer('', 401);
  await vi.waitUntil(() => told.includes('renewIdentity'));
  expect(asked.length).toBe(1);
  expect(its.vouch('new')).toBe(true);
  const second = await next(2);
  expect(second.body.identity).toBe('new');
  second.answer('identified');
  expect((await fresh).token).toBe('identified');
});

test('a proof that is never good makes an anonymous visitor, and is asked for once with each session', async () => {
  const its = open();
  its.identify('bad');
  const first = its.fresh();
  (await next(1)).answer('', 401);
  await vi.waitUntil(() => told.length === 1);
  its.vouch('bad');
  (await next(2)).answer('', 401);
  (await next(3)).answer('anonymous');
  expect((await first).token).toBe('anonymous');
  expect(asked.map(({ body }) => body.identity)).toEqual(['bad', 'bad', null]);

  // Whoever signs may be there again.
  its.stale();
  const second = its.fresh();
  await vi.waitUntil(() => told.length === 2);
  its.vouch('good');
  (await next(4)).answer('identified');
  expect((await second).token).toBe('identified');
  expect(asked.at(-1)?.body.identity).toBe('good');
  its.stale();
  const third = its.fresh();
  (await next(5)).answer('identified');
  await third;
  expect(told.length).toBe(2);
});

test('a reset while the page is asked who that is leaves nobody', async () => {
  const its = open();
  its.identify('old');
  const fresh = its.fresh();
  (await next(1)).answer('', 401);
  await vi.waitUntil(() => told.length === 1);
  its.identify(null);
  its.vouch('new');
  (await next(2)).answer('identified');
  const last = await next(3);
  expect(last.body.identity).toBeNull();
  last.answer('anonymous');
  expect((await fresh).token).toBe('anonymous');
});

test('whoever is forgotten while the server is asked stays forgotten', async () => {
  const its = open();
  const fresh = its.fresh();
  const first = await next(1);
  memory.forget();
  its.identify(null);
  first.answer('before');
  const second = await next(2);
  expect(second.body.visitor).toBeNull();
  second.answer('after');
  await fresh;
  expect(memory.read('visitor')).toBe('of after');
});

test('a page that has to prove itself anew is asked to, and one that may not is refused', async () => {
  const its = open();
  const fresh = its.fresh();
  (await next(1)).answer('', 403);
  await vi.waitUntil(() => told.includes('renew'));
  its.booted('another');
  (await next(2)).answer('one');
  expect((await fresh).token).toBe('one');

  its.stale();
  const refused = its.fresh();
  (await next(3)).answer('', 403);
  await vi.waitUntil(() => told.length === 2);
  its.booted(null);
  await expect(refused).rejects.toThrow();
});
