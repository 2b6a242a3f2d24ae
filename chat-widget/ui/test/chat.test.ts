import { beforeEach, expect, test, vi } from 'vitest';
import type { Handshake, ToLoader } from '../src/common/protocol';
import { Chat } from '../src/frame/chat';
import type { Link } from '../src/frame/link';
import { Memory } from '../src/frame/memory';
import { session } from './stage';

type Heard = (it: object) => void;

/** The socket of the chat under test: what it is told, and what it has asked. */
const wire = vi.hoisted(() => ({
  heard: new Map<string, Heard>(),
  asked: [] as [string, Record<string, unknown>][],
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
      if (name !== 'sendMessage') return { events: [], head: 1, more: false };
      const { content, clientMessageId } = what;
      const message = { id: `m-${content}`, conversationId: 'c', position: 1, senderType: 'customer', content, clientMessageId, attachments: [], status: 'sent' };
      return { message, conversation: { id: 'c', status: 'active', lastSeq: 1 }, visitor: 'visitor-token' };
    }
  },
}));

const told: ToLoader[] = [];
let sessions = 0;

async function begun(): Promise<Chat> {
  const hello: Handshake = { chat: 1, boot: 'b', isOpen: true, isMobile: false, isDark: false, isEmbedded: false, page: null, queue: [] };
  const link = { hello, listen() {}, tell: (it: ToLoader) => told.push(it), emit() {} };
  const chat = new Chat('/socket.io/', link as unknown as Link, new Memory('k'));
  await vi.waitUntil(() => chat.store.get().isLoaded);
  return chat;
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  localStorage.clear();
  wire.heard.clear();
  wire.asked.length = told.length = sessions = 0;
  vi.stubGlobal('fetch', async () => {
    sessions += 1;
    return new Response(JSON.stringify(session()));
  });
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
