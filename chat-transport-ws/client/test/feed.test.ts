import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JournalEvent } from '../src/index';
import { AT, conversation, message, Office, posted, settle, told } from './office';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function online(options: ConstructorParameters<typeof Office>[0] = {}) {
  const office = new Office(options);
  const heard: number[] = [];
  const resyncs: number[] = [];
  office.chat.on('message', ({ seq }) => heard.push(seq));
  office.chat.on('resync', ({ seq }) => resyncs.push(seq));
  office.server.head = 10;
  office.holds(conversation('one', { lastSeq: 10 }), []);
  office.chat.hold('inbox');
  void office.chat.connect();
  await settle();
  return { office, heard, resyncs };
}

const live = (seq: number, previousSeq: number, id = 'one') =>
  told(message(`m${seq}`, seq, { conversationId: id }), seq, previousSeq);
const kept = (seq: number, previousSeq: number, id = 'one'): JournalEvent =>
  posted(message(`m${seq}`, seq, { conversationId: id }), seq, previousSeq);

test('an event is heard once, however often it is told', async () => {
  const { office, heard } = await online();
  office.server.tell('message', live(11, 10));
  office.server.tell('message', live(11, 10));
  office.server.tell('message', live(9, 3));
  expect(heard).toEqual([11]);
});

test('what was missed in between is fetched, in order, and nothing twice', async () => {
  const { office, heard } = await online();
  office.server.tell('message', live(11, 10));
  office.server.journal = [kept(11, 10), kept(12, 11), kept(13, 12), kept(14, 13)];
  office.server.head = 14;
  office.server.tell('message', live(14, 13));
  office.server.tell('message', live(15, 14));
  await settle();
  expect(heard).toEqual([11, 12, 13, 14, 15]);
  expect(office.server.asked.filter(([name]) => name === 'sync').at(-2)).toEqual(['sync', { after: 11 }]);
});

test('what another conversation has told meanwhile is not told twice', async () => {
  const { office, heard } = await online();
  office.server.tell('message', live(11, 10));
  office.server.tell('message', live(13, 10, 'two'));
  office.server.journal = [kept(12, 11), kept(13, 10, 'two'), kept(14, 12)];
  office.server.head = 14;
  office.server.tell('message', live(14, 12));
  await settle();
  expect(heard).toEqual([11, 13, 12, 14]);
});

test('whoever comes back hears what was told while it was away', async () => {
  const { office, heard } = await online();
  office.server.tell('message', live(11, 10));
  office.server.drop();
  office.server.journal = [kept(11, 10), kept(12, 11), kept(13, 5, 'two'), kept(14, 12)];
  office.server.head = 14;
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard).toEqual([11, 12, 13, 14]);
});

test('what comes live while it catches up waits for its turn', async () => {
  const { office, heard } = await online();
  office.server.drop();
  office.server.journal = [kept(11, 10), kept(12, 11)];
  office.server.head = 12;
  const { answers } = office.server;
  answers['sync'] = () => {
    delete answers['sync'];
    office.server.tell('message', live(12, 11));
    office.server.tell('message', live(13, 12));
    return { ok: true, events: office.server.journal, head: 12, more: false };
  };
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard).toEqual([11, 12, 13]);
});

test('whoever cannot catch up now does so later', async () => {
  const { office, heard } = await online();
  const { answers } = office.server;
  answers['sync'] = () => undefined;
  office.server.tell('message', live(13, 12));
  await settle();
  expect(heard).toEqual([]);
  delete answers['sync'];
  office.server.journal = [kept(11, 10), kept(12, 11), kept(13, 12)];
  office.server.head = 13;
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard).toEqual([11, 12, 13]);
});

test('a journal that does not tell everything any more has everything loaded anew', async () => {
  const { office, heard, resyncs } = await online();
  const list = office.chat.conversations();
  list.subscribe(() => {});
  await settle();
  const loads = office.requests.length;
  office.server.answers['sync'] = () => ({ ok: true, events: [], head: 500, more: false, resync: true });
  office.server.drop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(resyncs).toEqual([500]);
  expect(office.requests.length).toBe(loads + 1);
  office.server.tell('message', live(501, 10));
  expect(heard).toEqual([501]);
});

test('too much to be told one by one is loaded anew as well, and so is a journal that is shorter than before', async () => {
  const { office, resyncs } = await online({ catchUpMax: 100 });
  office.server.head = 111;
  office.server.drop();
  await vi.advanceTimersByTimeAsync(5000);
  office.server.head = 50;
  office.server.drop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(resyncs).toEqual([111, 50]);
});

test('the server says itself that something is not told', async () => {
  const { office, resyncs, heard } = await online();
  office.server.tell('resync', { seq: 30 });
  expect(resyncs).toEqual([30]);
  office.server.tell('message', live(31, 30));
  expect(heard).toEqual([31]);
});

test('whoever watches WhatsApp hears what it missed in the same words', async () => {
  const office = new Office();
  const heard: unknown[] = [];
  office.chat.on('whatsappMessage', (event) => heard.push([event.seq, event.whatsappNumber, event.content, event.messageId]));
  office.chat.on('whatsappMessageStatus', (event) => heard.push([event.seq, event.status]));
  office.server.head = 10;
  office.rest['GET /api/v1/conversations/one'] = () => conversation('one', { lastSeq: 10 });
  office.rest['GET /api/v1/conversations/two'] = () => conversation('two', { source: 'website' });
  void office.chat.connect();
  await settle();
  await office.chat.whatsapp.joinGeneral();
  office.server.drop();
  office.server.journal = [
    kept(11, 10),
    kept(12, 3, 'two'),
    {
      seq: 13,
      previousSeq: 11,
      type: 'messageStatusChanged',
      conversationId: 'one',
      at: AT,
      data: { messageId: 'm11', externalId: 'wamid', status: 'read', at: AT, error: null, isUnsettled: false, needsDecision: false },
    },
  ];
  office.server.head = 13;
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard).toEqual([
    [11, '+49 1555 0100', 'm11', 'm11'],
    [13, 'read'],
  ]);
});
