import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChatClient } from '../src/index';
import { Office } from './office';
import { FakeServer } from './server';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const headers = (init: RequestInit) => init.headers as Record<string, string>;
const problem = (status: number, code: string, more: HeadersInit = {}) =>
  new Response(JSON.stringify({ title: 'No', status, code, detail: 'in words', errors: [{ field: 'name', problem: 'is missing' }], requestId: 'r' }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...more },
  });

test('paths, queries and bodies are written as the server reads them', async () => {
  const office = new Office();
  const seen: unknown[] = [];
  office.rest['GET /api/v1/conversations/a%2Fb/messages'] = (url, init) => {
    seen.push(url.search, headers(init)['authorization'], headers(init)['idempotency-key'], init.body);
    return { items: [], nextCursor: null };
  };
  await office.chat.api.get('/api/v1/conversations/{id}/messages', { path: { id: 'a/b' }, query: { limit: 5, cursor: undefined } });
  expect(seen).toEqual(['?limit=5', 'Bearer token', undefined, undefined]);
  office.rest['POST /api/v1/labels'] = (_, init) => ({ body: init.body, type: headers(init)['content-type'] });
  const made = await office.chat.api.post('/api/v1/labels', { body: { name: 'vip', color: '#ff8800' } });
  expect(made).toEqual({ body: '{"name":"vip","color":"#ff8800"}', type: 'application/json' });
  office.rest['DELETE /api/v1/labels/x'] = () => new Response(null, { status: 204 });
  expect(await office.chat.api.delete('/api/v1/labels/{id}', { path: { id: 'x' } })).toBe(undefined);
});

test('a problem is an error with all that it says', async () => {
  const office = new Office();
  office.rest['POST /api/v1/labels'] = () => problem(422, 'invalid');
  await expect(office.chat.api.post('/api/v1/labels', { body: { name: '', color: '#ff8800' } })).rejects.toMatchObject({
    name: 'ChatError',
    code: 'invalid',
    message: 'in words',
    status: 422,
    retryable: false,
    errors: [{ field: 'name', problem: 'is missing' }],
    requestId: 'r',
  });
});

test('what cannot be answered now is asked for again, under the same key', async () => {
  const office = new Office();
  const keys: (string | undefined)[] = [];
  office.rest['POST /api/v1/labels'] = (_, init) => {
    keys.push(headers(init)['idempotency-key']);
    return keys.length < 3 ? problem(503, 'unavailable', { 'retry-after': '2' }) : { id: 'l' };
  };
  const made = office.chat.api.post('/api/v1/labels', { body: { name: 'vip', color: '#ff8800' } });
  await vi.advanceTimersByTimeAsync(3900);
  expect(keys).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(200);
  expect(await made).toEqual({ id: 'l' });
  expect(new Set(keys).size).toBe(1);
});

test('a change that has no key is not repeated, and nothing is repeated for ever', async () => {
  const office = new Office();
  let count = 0;
  office.rest['PATCH /api/v1/conversations/one'] = () => {
    count += 1;
    return problem(503, 'unavailable');
  };
  await expect(office.chat.api.patch('/api/v1/conversations/{id}', { path: { id: 'one' }, body: {} })).rejects.toMatchObject({ retryable: true });
  expect(count).toBe(1);
  office.rest['GET /api/v1/me'] = () => {
    count += 1;
    return problem(503, 'unavailable');
  };
  const refused = expect(office.chat.api.get('/api/v1/me')).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  expect(count).toBe(4);
});

test('a request can be given up', async () => {
  const office = new Office();
  const stop = new AbortController();
  office.rest['GET /api/v1/me'] = () => problem(503, 'unavailable', { 'retry-after': '5' });
  const given = expect(office.chat.api.get('/api/v1/me', { signal: stop.signal })).rejects.toMatchObject({ code: 'aborted', retryable: false });
  await vi.advanceTimersByTimeAsync(1000);
  stop.abort();
  await given;
});

test('a wrong password is no lost sign-in', async () => {
  const office = new Office();
  office.rest['POST /api/v1/auth/login'] = (_, init) => (headers(init)['authorization'] ? {} : problem(401, 'wrong_credentials'));
  void office.chat.connect();
  await vi.advanceTimersByTimeAsync(0);
  await expect(office.chat.api.post('/api/v1/auth/login', { body: { email: 'a', password: 'b' } })).rejects.toMatchObject({ code: 'wrong_credentials' });
  expect(office.chat.connection.get().status).toBe('online');
});

test('the module may be nested, and the sockets are at the root all the same', () => {
  let asked: unknown;
  const chat = new ChatClient({
    url: 'https://shop.example/chat/',
    auth: () => null,
    socket: (url, options) => {
      asked = [url, options.path];
      return new FakeServer().factory(url, options);
    },
    fetch: async (url) => Response.json({ url: String(url) }),
  });
  chat.connect().catch(() => {});
  return vi.waitFor(async () => {
    expect(asked).toEqual(['https://shop.example', '/socket.io/']);
    expect(await chat.api.get('/api/v1/me')).toEqual({ url: 'https://shop.example/chat/api/v1/me' });
    chat.destroy();
  });
});
