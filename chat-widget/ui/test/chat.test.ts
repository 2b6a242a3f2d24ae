import { beforeEach, expect, test, vi } from 'vitest';
import type { Handshake, ToFrame, ToLoader } from '../src/common/protocol';
import { Chat } from '../src/frame/chat';
import type { Link } from '../src/frame/link';
import { Memory } from '../src/frame/memory';
import { Request, session, settled } from './stage';

type Heard = (it: object) => void;

/** The socket of the chat under test: what it is told, and what it has asked. */
const wire = vi.hoisted(() => ({
  heard: new Map<string, Heard>(),
  asked: [] as [string, Record<string, unknown>][],
  /** What answers wait for. */
  until: Promise.resolve(),
}));

vi.mock('../src/frame/wire', async (original) => ({
  ...(await original<object>()),
  Wire: class {
    socket = {
      active: true,
      connected: true,
      on: (name: string, heard: Heard) => wire.heard.set(name, heard),
      connect: () => wire.heard.get('connected')?.({ seq: 1, isPresent: true, conversations: [] }),
      disconnect: () => ({ connect() {} }),
    };
    async ask(name: string, what: Record<string, unknown>): Promise<object> {
      wire.asked.push([name, what]);
      await wire.until;
      if (name !== 'sendMessage') return { events: [], head: 1, more: false };
      const { content, clientMessageId } = what;
      const message = { id: `m-${content}`, conversationId: 'c', position: 1, senderType: 'customer', content, clientMessageId, attachments: [], status: 'sent' };
      return { message, conversation: { id: 'c', status: 'active', lastSeq: 1 }, visitor: 'visitor-token' };
    }
  },
}));

const told: ToLoader[] = [];
let say: (said: ToFrame) => void = () => {};
let sessions = 0;

async function begun(): Promise<Chat> {
  const hello: Handshake = { chat: 1, boot: 'b', isOpen: true, isMobile: false, isDark: false, isEmbedded: false, page: null, queue: [] };
  const link = { hello, listen: (heard: typeof say) => (say = heard), tell: (it: ToLoader) => told.push(it), emit() {} };
  const chat = new Chat('/socket.io/', link as unknown as Link, new Memory('k'));
  await vi.waitUntil(() => chat.store.get().isLoaded);
  await chat.files();
  return chat;
}

const sent = (): Record<string, unknown>[] => wire.asked.filter(([name]) => name === 'sendMessage').map(([, what]) => what);
const file = (name: string): File => new File(['x'], name, { type: 'image/png' });
const attachment = (id: string) => ({ id, name: 'a.png', contentType: 'image/png', kind: 'image', size: 1, url: '/files/1' });

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  localStorage.clear();
  wire.heard.clear();
  wire.asked.length = told.length = Request.all.length = sessions = 0;
  vi.stubGlobal('XMLHttpRequest', Request);
  vi.stubGlobal('fetch', async () => {
    sessions += 1;
    return new Response(JSON.stringify(session()));
  });
});

test('a message of a file alone is sent once the server has the file, and words do not wait for it', async () => {
  const chat = await begun();
  await chat.attach([file('a.png')]);
  chat.send('', chat.store.get().files);
  expect(chat.store.get().waiting.length).toBe(1);
  chat.send('Do you see it?');
  await settled();
  expect(sent().map((it) => it['content'])).toEqual(['Do you see it?']);
  expect(sent()[0]).not.toHaveProperty('attachmentIds');

  Request.last.answer(201, attachment('1'));
  await settled();
  expect(sent()[1]).toMatchObject({ content: '', attachmentIds: ['1'] });
  expect(chat.store.get()).toMatchObject({ waiting: [], files: [] });
});

test('what the page sends takes no files along', async () => {
  const chat = await begun();
  await chat.attach([file('a.png')]);
  say({ t: 'order', order: ['send', 'Hello'] });
  await settled();
  expect(sent()).toMatchObject([{ content: 'Hello' }]);
  expect(chat.store.get().files.map((it) => it.of)).toEqual([null]);
});

test('a message goes when its last file is taken away and nothing else is in it', async () => {
  const chat = await begun();
  await chat.attach([file('a.png'), file('b.png')]);
  const [one, other] = chat.store.get().files;
  if (!one || !other) throw new Error('there are two');
  chat.send('', [one]);
  chat.send('words', [other]);
  (await chat.files()).remove(one.id);
  expect(chat.store.get().waiting.map((it) => it.content)).toEqual(['words']);
  (await chat.files()).remove(other.id);
  await settled();
  expect(sent().map((it) => it['content'])).toEqual(['words']);
});

test('files that were to be sent are remembered as far as they can be, and forgotten by a reset', async () => {
  const first = await begun();
  await first.attach([file('a.png'), file('b.png')]);
  first.send('', first.store.get().files);
  await settled();
  Request.all[0]?.answer(201, attachment('1'));
  await settled();
  expect(sent()).toEqual([]);

  const second = await begun();
  expect(second.store.get().files.map((it) => it.problem)).toEqual([undefined, 'lost']);
  say({ t: 'order', order: ['reset'] });
  expect(second.store.get()).toMatchObject({ waiting: [], files: [] });
  expect(Object.keys(localStorage)).toEqual([]);
});

test('what is answered after a reset brings nobody back', async () => {
  const chat = await begun();
  let answer = (): void => {};
  wire.until = new Promise((resolve) => (answer = resolve));
  chat.send('Hello');
  say({ t: 'order', order: ['reset'] });
  answer();
  await settled();
  expect(sent().length).toBe(1);
  expect(chat.store.get()).toMatchObject({ current: null, messages: [], conversations: [] });
  expect(Object.keys(localStorage)).toEqual([]);
});

test('another tab learns what was read, of the same widget alone, and that the visitor was forgotten', async () => {
  const chat = await begun();
  const conversations = ['a', 'b'].map((id) => ({ id, status: 'active', unreadCount: 1, lastMessage: '', lastMessageAt: null, lastSeq: 1 }) as const);
  chat.store.set({ conversations: [...conversations] });
  const unread = () => chat.store.get().conversations.map((it) => it.unreadCount);
  const [same, other] = [new BroadcastChannel('chat:k:'), new BroadcastChannel('chat:another:')];
  other.postMessage(null);
  same.postMessage('a');
  await vi.waitUntil(() => unread().includes(0));
  expect(chat.store.get().conversations.find((it) => it.unreadCount > 0)?.id).toBe('b');
  same.postMessage(null);
  await vi.waitUntil(() => chat.store.get().conversations.length === 0);
  same.close();
  other.close();
});

test('frames that are told of another look ask for it at different times, soon, and once', async () => {
  await begun();
  const before = sessions;
  const random = vi.spyOn(Math, 'random');
  for (const [chance, after] of [[0.5, 2500], [0.9, 4500]] as const) {
    random.mockReturnValue(chance);
    for (let times = 0; times < 3; times += 1) wire.heard.get('settings')?.({});
    const asked = sessions;
    await vi.advanceTimersByTimeAsync(after - 100);
    expect(sessions).toBe(asked);
    await vi.advanceTimersByTimeAsync(100);
    expect(sessions).toBe(asked + 1);
  }
  expect(sessions).toBe(before + 2);

  // Whoever is not answered asks again.
  vi.stubGlobal('fetch', async () => {
    sessions += 1;
    throw new TypeError('no connection');
  });
  random.mockReturnValue(0.2);
  wire.heard.get('settings')?.({});
  await vi.advanceTimersByTimeAsync(2100);
  expect(sessions).toBe(before + 4);
  random.mockRestore();
});

test('what the team says otherwise or takes back reads so, in the log and in the list', async () => {
  const chat = await begun();
  const message = (id: string, position: number, content: string) =>
    ({ id, conversationId: 'c', position, senderType: 'agent', senderName: 'Ann', content, contentType: 'text', attachments: [attachment('1')], clientMessageId: null, status: 'sent', createdAt: '2026-01-31T08:15:00.000Z' }) as const;
  const hear = (name: string, it: object) => wire.heard.get(name)?.(it);
  chat.store.set({ current: 'c', conversations: [{ id: 'c', status: 'active', unreadCount: 0, lastMessage: null, lastMessageAt: null, lastSeq: 1 }] });
  hear('message', { ...message('one', 1, 'At nine'), seq: 2, previousSeq: 1 });
  hear('message', { ...message('two', 2, 'Sorry'), seq: 3, previousSeq: 2 });
  hear('messageEdited', { ...message('two', 2, 'At ten'), isEdited: true, seq: 4, previousSeq: 3 });
  const shown = () => chat.store.get().messages.map(({ content, isEdited, isDeleted }) => [content, !!isEdited, !!isDeleted]);
  await vi.waitUntil(() => shown().length === 2);
  expect(shown()).toEqual([['At nine', false, false], ['At ten', true, false]]);
  expect(chat.store.get().conversations[0]?.lastMessage).toBe('At ten');

  hear('messageDeleted', { messageId: 'one', conversationId: 'c', seq: 5, previousSeq: 4 });
  hear('messageEdited', { ...message('three', 3, 'Not here yet'), isEdited: true, seq: 6, previousSeq: 5 });
  expect(shown()).toEqual([['', false, true], ['At ten', true, false]]);
  expect(chat.store.get().messages[0]?.attachments).toEqual([]);
  // What was deleted stays so, whatever comes late.
  hear('messageStatus', { messageId: 'one', conversationId: 'c', status: 'read', seq: 7, previousSeq: 6 });
  expect(shown()[0]).toEqual(['', false, true]);
});
