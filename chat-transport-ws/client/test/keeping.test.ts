import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { conversation, message, Office, settle, told } from './office';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function online() {
  const office = new Office();
  office.holds(conversation('one', { lastSeq: 5 }), [message('a', 1)]);
  void office.chat.connect();
  await settle();
  return office;
}

test('threads that nobody looks at are forgotten, but for the latest; those that somebody looks at never', async () => {
  const office = await online();
  const first = office.chat.conversation('one');
  const second = office.chat.conversation('two');
  first.messages.subscribe(() => {});
  for (let n = 0; n < 50; n += 1) office.chat.conversation(`c${n}`);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(office.chat.conversation('one')).toBe(first);
  expect(office.chat.conversation('two')).not.toBe(second);
  office.server.tell('message', told(message('b', 2), 6, 5));
  expect(first.messages.get()).toHaveLength(2);
});

test('a thread that was forgotten and is looked at again is live like any other', async () => {
  const office = await online();
  const early = office.chat.conversation('one');
  for (let n = 0; n < 50; n += 1) office.chat.conversation(`c${n}`);
  await vi.advanceTimersByTimeAsync(10_000);
  const late = office.chat.conversation('one');
  expect(late).not.toBe(early);
  early.messages.subscribe(() => {});
  late.messages.subscribe(() => {});
  await settle();
  office.server.tell('message', told(message('b', 2), 6, 5));
  for (const thread of [early, late]) expect(thread.messages.get().map((it) => it.id)).toEqual(['a', 'b']);
});

test('lists that only the server can tell do not have each other loaded again and again', async () => {
  const office = await online();
  let revision = 0;
  office.rest['GET /api/v1/conversations'] = () => {
    revision += 1;
    return { items: [conversation('one', { lastSeq: 5, revision })], nextCursor: null };
  };
  office.chat.conversations({ q: 'a' }).subscribe(() => {});
  office.chat.conversations({ q: 'b' }).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(10_000);
  const loads = revision;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(revision).toBe(loads);
});

test('what is loaded again and is the same stays the same object', async () => {
  const office = await online();
  const list = office.chat.conversations();
  list.subscribe(() => {});
  await settle();
  const [before] = list.get().items;
  await list.reload();
  expect(list.get().items[0]).toBe(before);
});

test('a file is handed in once, however often its message has to be sent', async () => {
  const office = await online();
  let uploads = 0;
  office.rest['POST /api/v1/attachments'] = () => {
    uploads += 1;
    return { id: `file-${uploads}` };
  };
  const sent: unknown[] = [];
  office.server.answers['sendMessage'] = (asked: { attachmentIds: string[]; clientMessageId: string }) => {
    sent.push(asked.attachmentIds);
    if (sent.length === 1) return undefined;
    return { ok: true, message: message('b', 2, { clientMessageId: asked.clientMessageId }) };
  };
  office.chat.conversation('one').send({ content: '', files: [new Blob(['1']), new Blob(['2'])] });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual([['file-1', 'file-2'], ['file-1', 'file-2']]);
  expect(office.chat.outbox.waiting.get()).toBe(0);
});

test('a handler that fails keeps nobody else from hearing it', async () => {
  const office = await online();
  const problems: unknown[] = [];
  const real = globalThis.queueMicrotask;
  globalThis.queueMicrotask = (work) => {
    try {
      work();
    } catch (problem) {
      problems.push(problem);
    }
  };
  const heard: string[] = [];
  office.chat.on('typing', () => {
    throw new Error('mine');
  });
  office.chat.on('typing', ({ senderId }) => heard.push(senderId));
  office.server.tell('typing', { conversationId: 'one', senderType: 'customer', senderId: 'kim', isTyping: true });
  globalThis.queueMicrotask = real;
  expect(heard).toEqual(['kim']);
  expect(problems).toEqual([new Error('mine')]);
});
