import { beforeEach, expect, test, vi } from 'vitest';
import type { Chat } from '../src/frame/chat';
import type { Enclosed } from '../src/frame/enclosed';
import { Files } from '../src/frame/files/files';
import { Refused, type Session } from '../src/frame/session';
import { Store } from '../src/frame/store';
import type { View } from '../src/frame/view';
import { Request, session, settled } from './stage';

let store: Store<View>;
let stale: number;
let fresh: () => Promise<{ token: string }>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('XMLHttpRequest', Request);
  Request.all.length = 0;
  stale = 0;
  fresh = async () => ({ token: 'visit-token' });
  store = new Store({ files: [] as Enclosed[], uploads: session().uploads, isOnline: true } as unknown as View);
});

const open = (): Files => {
  const chat = { store, refresh: async () => {} } as unknown as Chat;
  const ours = { fresh: () => fresh(), stale: () => (stale += 1) } as unknown as Session;
  return new Files(chat, ours, (files) => store.set({ files }));
};
const file = (name = 'a.png', size = 10, type = 'image/png'): File => new File(['x'.repeat(size)], name, { type });
const problems = (): (string | undefined)[] => store.get().files.map((it) => it.problem);
const attachment = (id: string) => ({ id, name: 'a.png', contentType: 'image/png', kind: 'image', size: 10, url: '/files/1' });

test('a file is uploaded with the token of the visit, and how far it is can be seen', async () => {
  const files = open();
  files.add([file()]);
  await settled();
  expect(Request.last.url).toBe(`${location.pathname}/attachments`);
  expect(Request.last.headers).toEqual({ authorization: 'Bearer visit-token' });
  expect(Request.last.file.name).toBe('a.png');
  const [{ id }] = store.get().files as [Enclosed];
  Request.last.upload.onprogress?.({ loaded: 5, total: 10 });
  expect(files.progress.get()[id]).toBe(0.5);
  Request.last.answer(201, attachment('1'));
  await settled();
  expect(store.get().files[0]?.attachment?.id).toBe('1');
});

test('what is too large, of a type that nobody takes or one too many is not sent at all', async () => {
  open().add([file('a.png', 1001), file('b.exe', 1, 'application/x-msdownload'), file('c', 1, '')]);
  await settled();
  expect(problems()).toEqual(['file_too_large', 'file_type', undefined]);
  expect(Request.all.length).toBe(1);

  store.set({ files: [] });
  open().add(Array.from({ length: Files.COUNT_MAX + 1 }, () => file()));
  expect(problems().filter((it) => it)).toEqual(['too_many']);
});

test('what the server says of a file is its problem, and the next one goes on', async () => {
  const files = open();
  files.add([file('a.png'), file('b.png'), file('c.png')]);
  await settled();
  expect(Request.all.map((it) => it.file.name)).toEqual(['a.png', 'b.png']);
  Request.all[0]?.answer(415, { code: 'file_type', message: 'no' });
  Request.all[1]?.answer(413, '<html>too large</html>');
  await settled();
  expect(problems()).toEqual(['file_type', 'file_too_large', undefined]);
  expect(Request.last.file.name).toBe('c.png');
  Request.last.answer(403, { code: 'uploads_off', message: 'no' });
  await settled();
  expect(problems()[2]).toBe('uploads_off');
  expect(store.get().files.map((it) => files.canRetry(it))).toEqual([false, false, true]);
});

test('a broken connection is waited out, longer each time, and its return ends the wait', async () => {
  open().add([file()]);
  await settled();
  for (const [tries, pause] of [[1, 1000], [2, 2000], [3, 4000]] as const) {
    expect(Request.all.length).toBe(tries);
    Request.last.fail();
    await vi.advanceTimersByTimeAsync(pause / 2 - 1);
    expect(Request.all.length).toBe(tries);
    await vi.advanceTimersByTimeAsync(pause / 2 + 1);
  }
  expect(problems()).toEqual([undefined]);
  Request.last.fail();
  await settled();
  expect(Request.all.length).toBe(4);
  store.set({ isOnline: false });
  store.set({ isOnline: true });
  await settled();
  expect(Request.all.length).toBe(5);
  Request.last.answer(201, attachment('1'));
  await settled();
  expect(store.get().files[0]?.attachment?.id).toBe('1');
});

test('who is asked to wait waits for as long', async () => {
  open().add([file()]);
  await settled();
  Request.last.answer(429, { code: 'rate_limited', message: 'slowly', retryAfterMs: 7000 });
  await vi.advanceTimersByTimeAsync(6999);
  expect(Request.all.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(Request.all.length).toBe(2);
});

test('a token that has run out is asked for anew; a page that may show nothing any more uploads nothing', async () => {
  open().add([file()]);
  await settled();
  Request.last.answer(401, { code: 'unauthorized', message: 'no' });
  await vi.advanceTimersByTimeAsync(1000);
  expect([stale, Request.all.length]).toEqual([1, 2]);
  fresh = () => Promise.reject(new Refused());
  Request.last.answer(401, { code: 'unauthorized', message: 'no' });
  await vi.advanceTimersByTimeAsync(2000);
  expect(problems()).toEqual(['uploads_off']);
});

test('what is taken away is not uploaded any further', async () => {
  const files = open();
  files.add([file()]);
  await settled();
  files.remove(store.get().files[0]?.id ?? '');
  expect(Request.last.isAborted).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([store.get().files.length, Request.all.length]).toEqual([0, 1]);
});

test('a folder says that it cannot be read', async () => {
  const folder = file('folder', 1, '');
  folder.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('it is a folder')) }) as unknown as Blob;
  open().add([folder]);
  await settled();
  expect(problems()).toEqual(['unreadable']);
  expect(Request.all.length).toBe(0);
});

test('after a reload, what the server has is kept and what it does not have is said to be lost', () => {
  const of = 'message';
  const kept = { id: '1', of, name: 'a.png', size: 1, type: 'image/png', attachment: attachment('1') } as Enclosed;
  store.set({ files: [kept, { id: '2', of, name: 'b.png', size: 1, type: 'image/png' }] });
  const files = open();
  expect(problems()).toEqual([undefined, 'lost']);
  expect(store.get().files.map((it) => files.canRetry(it))).toEqual([false, false]);
});

test('files of a message that was refused are uploaded once more', async () => {
  const files = open();
  files.add([file()]);
  await settled();
  Request.last.answer(201, attachment('1'));
  await settled();
  store.set({ files: store.get().files.map((it) => ({ ...it, of: 'message' })) });
  files.renew('message');
  await settled();
  expect(store.get().files[0]?.attachment).toBeUndefined();
  Request.last.answer(201, attachment('2'));
  await settled();
  expect(store.get().files[0]?.attachment?.id).toBe('2');
});
