import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChatError } from '../src/index';
import { Office, settle } from './office';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const status = ({ chat }: Office) => chat.connection.get().status;

test('it is idle, connects, and knows who is signed in and who is there', async () => {
  const office = new Office();
  expect(status(office)).toBe('idle');
  const connected = office.chat.connect();
  expect(status(office)).toBe('connecting');
  await settle();
  await connected;
  expect(status(office)).toBe('online');
  expect(office.chat.agent).toEqual({ id: 'ann', name: 'Ann', role: 'agent' });
  expect([...office.chat.presence.get()]).toEqual(['ann', 'bob']);
  office.server.tell('presence', { agentId: 'bob', name: 'Bob', isPresent: false });
  expect([...office.chat.presence.get()]).toEqual(['ann']);
});

test('a lost connection says when it is tried again, and is', async () => {
  const office = new Office();
  void office.chat.connect();
  await settle();
  office.server.isDown = true;
  office.server.drop();
  const { status: now, retryAt, error } = office.chat.connection.get();
  expect([now, error?.code, error?.retryable]).toEqual(['offline', 'offline', true]);
  expect(retryAt! - Date.now()).toBeGreaterThan(400);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(status(office)).toBe('offline');
  office.server.isDown = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect([status(office), office.chat.connection.get().attempt]).toEqual(['online', 0]);
});

test('an expired token is asked for again when it connects', async () => {
  const asked: string[] = [];
  const office = new Office({
    auth: (reason) => {
      asked.push(reason);
      return reason === 'expired' ? 'new' : 'old';
    },
  });
  office.server.admits = (token) => (token === 'new' ? undefined : 'expired');
  const connected = office.chat.connect();
  await settle();
  await connected;
  expect(asked).toEqual(['connect', 'expired']);
});

const signedIn = (token: string) => (_: URL, init: RequestInit) =>
  (init.headers as Record<string, string>)['authorization'] === `Bearer ${token}`
    ? { name: 'Ann' }
    : new Response('{"code":"unauthenticated","detail":"sign in first"}', { status: 401 });

test('an expired token is asked for again by REST, once for all who wait', async () => {
  const asked: string[] = [];
  const office = new Office({
    auth: (reason) => {
      asked.push(reason);
      return reason === 'expired' ? 'new' : 'old';
    },
  });
  office.rest['GET /api/v1/me'] = signedIn('new');
  const both = Promise.all([office.chat.api.get('/api/v1/me'), office.chat.api.get('/api/v1/me')]);
  await settle();
  expect(await both).toEqual([{ name: 'Ann' }, { name: 'Ann' }]);
  expect(asked).toEqual(['connect', 'expired']);
});

test('REST without another token ends the connection as well', async () => {
  const office = new Office();
  void office.chat.connect();
  await settle();
  office.rest['GET /api/v1/me'] = signedIn('new');
  const refused = expect(office.chat.api.get('/api/v1/me')).rejects.toMatchObject({ code: 'unauthenticated', status: 401, retryable: false });
  await settle();
  await refused;
  expect(status(office)).toBe('unauthorized');
});

test('whoever has no other token is told, and may try again after signing in', async () => {
  let token = 'bad';
  const office = new Office({ auth: () => token });
  office.server.admits = (given) => (given === 'good' ? undefined : 'unauthorized');
  const refused = office.chat.connect();
  const outcome = expect(refused).rejects.toBeInstanceOf(ChatError);
  await settle();
  await outcome;
  expect(status(office)).toBe('unauthorized');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(status(office)).toBe('unauthorized');
  token = 'good';
  const connected = office.chat.connect();
  await settle();
  await connected;
  expect(status(office)).toBe('online');
});

test('a token that cannot be had now is asked for again later', async () => {
  let isDown = true;
  const office = new Office({
    auth: () => {
      if (isDown) throw new Error('no network');
      return 'token';
    },
  });
  void office.chat.connect();
  await settle();
  expect(status(office)).toBe('offline');
  isDown = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect(status(office)).toBe('online');
});

test('the server may say how long to wait', async () => {
  const office = new Office();
  office.server.admits = () => 'rate_limited';
  void office.chat.connect();
  await settle();
  expect(office.chat.connection.get().error?.code).toBe('rate_limited');
});

test('rooms are joined once for many, again after a loss, and left a second after the last release', async () => {
  const office = new Office();
  void office.chat.connect();
  await settle();
  const one = await office.chat.whatsapp.joinGeneral();
  const two = await office.chat.whatsapp.joinGeneral();
  one.release();
  one.release();
  expect(office.server.names().filter((name) => name === 'joinWhatsAppGeneral')).toHaveLength(1);
  office.server.drop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(office.server.names().filter((name) => name === 'joinWhatsAppGeneral')).toHaveLength(2);
  two.release();
  const three = office.chat.hold('whatsapp:general');
  await vi.advanceTimersByTimeAsync(5000);
  expect(office.server.names()).not.toContain('leaveWhatsAppGeneral');
  three.release();
  await vi.advanceTimersByTimeAsync(1000);
  expect(office.server.names()).toContain('leaveWhatsAppGeneral');
});

test('a room that is closed to somebody is said to be', async () => {
  const office = new Office();
  office.server.answers['joinInbox'] = () => ({ ok: false, code: 'forbidden', message: 'you may not' });
  void office.chat.connect();
  await settle();
  await expect(office.chat.hold('inbox').joined).rejects.toMatchObject({ code: 'forbidden', retryable: false });
});
