import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { indexedDbStorage } from '../src/indexeddb';
import type { OutboxEntry } from '../src/index';

const entry = (clientMessageId: string, content: string): OutboxEntry => ({
  clientMessageId,
  agentId: 'ann',
  conversationId: 'one',
  draft: { content },
  at: 1,
});

test('what is kept is there for the next run, and what is taken away is not', async () => {
  const storage = indexedDbStorage();
  expect(await storage.all()).toEqual([]);
  await storage.put(entry('a', 'first'));
  await storage.put(entry('b', 'second'));
  await storage.put(entry('a', 'changed'));
  await storage.delete('b');
  await storage.delete('never there');
  expect(await indexedDbStorage().all()).toEqual([entry('a', 'changed')]);
  expect(await indexedDbStorage('another').all()).toEqual([]);
});

test('a database that cannot be opened is said to be, and tried again', async () => {
  const { indexedDB } = globalThis;
  const storage = indexedDbStorage('later');
  Object.assign(globalThis, { indexedDB: { open: () => { throw new Error('not here'); } } });
  await expect(storage.all()).rejects.toThrow('not here');
  Object.assign(globalThis, { indexedDB });
  expect(await storage.all()).toEqual([]);
});
