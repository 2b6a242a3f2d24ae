import { beforeEach, expect, test, vi } from 'vitest';
import { Memory } from '../src/frame/memory';
import { Outbox, type Waiting } from '../src/frame/outbox';
import { Failure } from '../src/frame/wire';

const waiting = (id: string): Waiting => ({ clientMessageId: id, conversationId: null, content: id, at: 0 });

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});

test('what waits is sent in order and goes away', async () => {
  const sent: string[] = [];
  const outbox = new Outbox(new Memory('k'), { deliver: async (it) => void sent.push(it.content) });
  outbox.add(waiting('a'));
  outbox.add(waiting('b'));
  await outbox.flush();
  expect(sent).toEqual(['a', 'b']);
  expect(outbox.all()).toEqual([]);
});

test('what cannot be sent now is sent later, and nothing overtakes it', async () => {
  const sent: string[] = [];
  let isDown = true;
  const outbox = new Outbox(new Memory('k'), {
    async deliver(it) {
      if (isDown) throw new Failure('timeout', '');
      sent.push(it.content);
    },
  });
  outbox.add(waiting('a'));
  outbox.add(waiting('b'));
  await outbox.flush();
  expect(sent).toEqual([]);
  isDown = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(['a', 'b']);
});

test('what is refused says why and lets the others pass', async () => {
  const sent: string[] = [];
  const outbox = new Outbox(new Memory('k'), {
    async deliver(it) {
      if (it.content === 'a') throw new Failure('invalid', 'too long');
      sent.push(it.content);
    },
  });
  outbox.add(waiting('a'));
  outbox.add(waiting('b'));
  await outbox.flush();
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(['b']);
  expect(outbox.all().map((it) => it.problem)).toEqual(['too long']);
});

test('what is not whole yet is passed over', async () => {
  const sent: string[] = [];
  let isWhole = false;
  const outbox = new Outbox(new Memory('k'), {
    deliver: async (it) => void sent.push(it.content),
    isReady: (it) => isWhole || it.content !== 'a',
  });
  outbox.add(waiting('a'));
  outbox.add(waiting('b'));
  await outbox.flush();
  expect(sent).toEqual(['b']);
  isWhole = true;
  await outbox.flush();
  expect(sent).toEqual(['b', 'a']);
});

test('what waits survives a reload once something may be kept', async () => {
  const memory = new Memory('k');
  const outbox = new Outbox(memory, { deliver: () => Promise.reject(new Failure('timeout', '')) });
  memory.allow();
  outbox.add(waiting('a'));
  expect(new Outbox(new Memory('k'), { deliver: async () => {} }).all()).toEqual([waiting('a')]);
});

test('nothing is stored before the visitor has sent something, and nothing after a reset', () => {
  const memory = new Memory('k');
  memory.write('draft', 'hello');
  expect(localStorage).toHaveLength(0);
  memory.allow();
  expect(localStorage).toHaveLength(1);
  memory.forget();
  expect(localStorage).toHaveLength(0);
  expect(memory.read('draft')).toBeNull();
});
