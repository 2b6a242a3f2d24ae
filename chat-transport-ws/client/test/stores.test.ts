import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChatError, type JournalEvent, memoryStorage, Store } from '../src/index';
import { AT, conversation, message, Office, posted, settle, told } from './office';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const texts = (office: Office, id = 'one') => office.chat.conversation(id).messages.get().map((it) => it.content);

async function opened(options: ConstructorParameters<typeof Office>[0] = {}) {
  const office = new Office(options);
  office.server.head = 5;
  office.holds(conversation('one', { lastSeq: 5, messageCount: 2, unreadCount: 1, isUnread: true }), [message('a', 1), message('b', 2)]);
  office.server.answers['sendMessage'] = (asked: { content: string; clientMessageId: string }) => ({
    ok: true,
    message: message(`sent-${asked.content}`, 3, {
      content: asked.content,
      clientMessageId: asked.clientMessageId,
      senderId: 'ann',
      senderType: 'agent',
      status: 'queued',
    }),
  });
  void office.chat.connect();
  await settle();
  const thread = office.chat.conversation('one');
  const stop = thread.messages.subscribe(() => {});
  await settle();
  return { office, thread, stop };
}

test('a store tells of another value, and of none when it is the same', () => {
  const store = new Store({ a: 1, b: 2 });
  let told = 0;
  const stop = store.subscribe(() => (told += 1));
  store.patch({ a: 1 });
  store.set(store.get());
  expect(told).toBe(0);
  store.patch({ a: 2 });
  expect([told, store.get()]).toEqual([1, { a: 2, b: 2 }]);
  stop();
  stop();
  store.patch({ a: 3 });
  expect(told).toBe(1);
});

test('somebody is attended to from the first listener to the last', () => {
  const happened: string[] = [];
  const store = new Store(0, {
    begin: () => {
      happened.push('begin');
      return () => happened.push('end');
    },
  });
  const listener = (): void => {};
  const one = store.subscribe(listener);
  const two = store.subscribe(listener);
  one();
  one();
  expect(happened).toEqual(['begin']);
  two();
  expect(happened).toEqual(['begin', 'end']);
});

test('a thread is joined, loaded and kept up to date, each message once and in its place', async () => {
  const { office, thread } = await opened();
  expect(office.server.asked).toContainEqual(['joinConversation', 'one']);
  expect(texts(office)).toEqual(['a', 'b']);
  const [first] = thread.messages.get();
  office.server.tell('message', told(message('d', 4), 7, 6));
  office.server.journal = [posted(message('c', 3), 6, 5), posted(message('d', 4), 7, 6)];
  office.server.head = 7;
  await settle();
  office.server.tell('message', told(message('c', 3), 6, 5));
  expect(texts(office)).toEqual(['a', 'b', 'c', 'd']);
  expect(thread.messages.get()[0], 'what has not changed is the same object').toBe(first);
  expect(thread.info.get()).toMatchObject({ unreadCount: 3, messageCount: 4, lastSeq: 7, waitingSince: message('c', 3).createdAt });
});

test('a status only climbs, and a message that was taken back says nothing any more', async () => {
  const { office, thread } = await opened();
  const status = (value: string, seq: number) =>
    office.server.tell('messageStatus', { conversationId: 'one', customerId: 'kim', externalId: 'w', messageId: 'b', status: value, timestamp: AT, seq, previousSeq: seq - 1 });
  status('read', 6);
  status('delivered', 7);
  expect(thread.messages.get()[1]).toMatchObject({ status: 'read', readAt: AT, externalId: 'w' });
  office.server.tell('messageDeleted', { messageId: 'b', conversationId: 'one', at: AT, customerId: 'kim', source: 'whatsapp', seq: 8, previousSeq: 7 });
  expect(thread.messages.get()[1]).toMatchObject({ content: '', deletedAt: AT });
  office.server.tell('messageEdited', told(message('a', 1, { content: 'A', editedAt: AT }), 9, 8));
  expect(texts(office)).toEqual(['A', '']);
});

test('what is said is there at once, and the same when the server has it', async () => {
  const { office, thread } = await opened();
  const { key } = thread.send({ content: 'hi' });
  expect(thread.messages.get().at(-1)).toMatchObject({ key, content: 'hi', status: 'queued', senderId: 'ann', pending: { error: null } });
  await settle();
  expect(thread.messages.get().at(-1)).toMatchObject({ key, id: 'sent-hi', content: 'hi', pending: null });
  office.server.tell('message', told(message('sent-hi', 3, { content: 'hi', clientMessageId: key, senderId: 'ann', senderType: 'agent' }), 6, 5));
  expect(texts(office)).toEqual(['a', 'b', 'hi']);
});

test('what is said while there is no connection waits, in order, and is sent once', async () => {
  const { office, thread } = await opened();
  office.server.isDown = true;
  office.server.drop();
  thread.send({ content: '1' });
  thread.send({ content: '2' });
  const { key } = thread.send({ content: 'not this' });
  expect(thread.messages.get().map((it) => it.pending?.state)).toEqual([undefined, undefined, 'waiting', 'waiting', 'waiting']);
  expect(thread.discard(key)).toBe(true);
  await vi.advanceTimersByTimeAsync(30_000);
  office.server.isDown = false;
  await vi.advanceTimersByTimeAsync(30_000);
  const sent = office.server.asked.filter(([name]) => name === 'sendMessage').map(([, it]) => (it as { content: string }).content);
  expect(sent).toEqual(['1', '2']);
  expect(office.chat.outbox.waiting.get()).toBe(0);
});

test('an answer that is lost is asked for again under the same name', async () => {
  const { office, thread } = await opened();
  const send = office.server.answers['sendMessage']!;
  const names: string[] = [];
  office.server.answers['sendMessage'] = (asked: never) => {
    names.push((asked as { clientMessageId: string }).clientMessageId);
    return names.length === 1 ? undefined : send(asked);
  };
  thread.send({ content: 'hi' });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(names).toHaveLength(2);
  expect(names[0]).toBe(names[1]);
  expect(texts(office)).toEqual(['a', 'b', 'hi']);
});

test('what is refused says why, lets the others pass, and is sent again when somebody says so', async () => {
  const { office, thread } = await opened();
  const send = office.server.answers['sendMessage']!;
  office.server.answers['sendMessage'] = (asked: never) =>
    (asked as { ifSeq?: number }).ifSeq === undefined
      ? send(asked)
      : { ok: false, code: 'superseded', message: 'others have written', missed: [{ seq: 6, type: 'messagePosted', at: AT }] };
  const { key } = thread.send({ content: 'held', ifSeq: 5 });
  thread.send({ content: 'next' });
  await settle();
  const held = thread.messages.get().find((it) => it.key === key)!;
  expect(held.pending).toMatchObject({ state: 'failed', error: { code: 'superseded', retryable: false, missed: [{ seq: 6 }] } });
  expect(texts(office)).toContain('next');
  thread.retry(key, { ifSeq: undefined });
  await settle();
  expect(thread.messages.get().find((it) => it.key === key)).toMatchObject({ content: 'held', pending: null });
});

test('what waits is sent by whoever wrote it alone, also in another run', async () => {
  const storage = memoryStorage();
  await storage.put({ clientMessageId: 'x', agentId: 'bob', conversationId: 'one', draft: { content: "bob's" }, at: 1 });
  await storage.put({ clientMessageId: 'y', agentId: 'ann', conversationId: 'one', draft: { content: "ann's" }, at: 2 });
  const { office } = await opened({ storage });
  const sent = office.server.asked.filter(([name]) => name === 'sendMessage').map(([, it]) => (it as { content: string }).content);
  expect(sent).toEqual(["ann's"]);
  expect((await storage.all()).map((it) => it.clientMessageId)).toEqual(['x']);
});

test('older messages come page by page', async () => {
  const { office, thread } = await opened();
  office.rest['GET /api/v1/conversations/one/messages'] = (url) =>
    url.searchParams.get('cursor')
      ? { items: [message('b', 2), message('a', 1)], nextCursor: null }
      : { items: [message('d', 4), message('c', 3)], nextCursor: 'older' };
  await thread.reload();
  expect([texts(office), thread.loading.get().hasMore]).toEqual([['c', 'd'], true]);
  await thread.loadOlder();
  expect([texts(office), thread.loading.get()]).toEqual([['a', 'b', 'c', 'd'], { isLoaded: true, isLoading: false, hasMore: false, error: null }]);
});

test('what was said before an account was connected stands by its time, in whichever order it came', async () => {
  const { office } = await opened();
  const at = (id: string, position: number, hour: number) => message(id, position, { conversationId: 'old', createdAt: `2026-01-01T0${hour}:00:00.000Z` });
  office.holds(conversation('old', { isPast: true, status: 'archived', messageCount: 3 }), [at('late', 1, 3), at('noon', 2, 2), at('early', 3, 1)]);
  await office.chat.conversation('old').reload();
  expect(texts(office, 'old')).toEqual(['early', 'noon', 'late']);
});

test('a page that does not come is an error that can be shown', async () => {
  const { office, thread } = await opened();
  office.rest['GET /api/v1/conversations/one/messages'] = () => new Response('{"code":"forbidden","detail":"you may not"}', { status: 403 });
  await expect(thread.reload()).rejects.toBeInstanceOf(ChatError);
  expect(thread.loading.get()).toMatchObject({ isLoaded: true, isLoading: false, error: { code: 'forbidden', status: 403 } });
  expect(texts(office)).toEqual(['a', 'b']);
});

test('typing is said now and then, and its end once', async () => {
  const { office, thread } = await opened();
  const said = () => office.server.asked.filter(([name]) => name === 'typing').map(([, it]) => (it as { isTyping: boolean }).isTyping);
  for (let n = 0; n < 20; n += 1) {
    thread.typing();
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(said()).toEqual([true, true]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said()).toEqual([true, true, false]);
});

test('who types is seen until it stops, says something, or is silent for long', async () => {
  const { office, thread } = await opened();
  const types = (isTyping: boolean) => office.server.tell('typing', { conversationId: 'one', senderType: 'customer', senderId: 'kim', isTyping });
  const who = () => thread.typists.get().map((it) => it.senderId);
  types(true);
  types(true);
  expect(who()).toEqual(['kim']);
  types(false);
  expect(who()).toEqual([]);
  types(true);
  office.server.tell('message', told(message('c', 3), 6, 5));
  expect(who()).toEqual([]);
  types(true);
  await vi.advanceTimersByTimeAsync(8000);
  expect(who()).toEqual([]);
  office.server.tell('typing', { conversationId: 'one', senderType: 'agent', senderId: 'ann', isTyping: true });
  expect(who(), 'not oneself').toEqual([]);
});

test('who looks is seen, and it is said for as long as somebody looks here', async () => {
  const { office, thread } = await opened();
  office.server.tell('viewing', { conversationId: 'one', agentId: 'bob', name: 'Bob', isViewing: true });
  expect(thread.viewers.get()).toEqual([{ agentId: 'bob', name: 'Bob' }]);
  office.server.tell('presence', { agentId: 'bob', name: 'Bob', isPresent: false });
  expect(thread.viewers.get()).toEqual([]);
  const one = thread.view();
  const two = thread.view();
  one();
  await vi.advanceTimersByTimeAsync(20_000);
  two();
  const said = office.server.asked.filter(([name]) => name === 'viewing').map(([, it]) => (it as { isViewing: boolean }).isViewing);
  expect(said).toEqual([true, true, false]);
});

test('whoever comes to look hears at once who looks already', async () => {
  const { office, thread } = await opened();
  const comes = (agentId: string): void => office.server.tell('viewing', { conversationId: 'one', agentId, name: agentId, isViewing: true });
  const said = (): number => office.server.asked.filter(([name]) => name === 'viewing').length;
  comes('bob');
  expect(said()).toBe(0);
  const stop = thread.view();
  expect(said()).toBe(1);
  comes('bob');
  expect(said()).toBe(1);
  comes('eve');
  expect(said()).toBe(2);
  comes('ann');
  comes('eve');
  expect(said()).toBe(2);
  stop();
});

test('what was read is so at once, and not when it could not be said', async () => {
  const { office, thread } = await opened();
  office.server.answers['markRead'] = () => ({ ok: false, code: 'forbidden', message: 'you may not' });
  const refused = expect(thread.markRead()).rejects.toMatchObject({ code: 'forbidden' });
  expect(thread.info.get()).toMatchObject({ unreadCount: 0, isUnread: false });
  await refused;
  expect(thread.info.get()).toMatchObject({ unreadCount: 1, isUnread: true });
  office.server.answers['markRead'] = () => ({ ok: true, conversation: conversation('one', { lastSeq: 6, messageCount: 2 }) });
  await thread.markRead();
  expect(thread.info.get()).toMatchObject({ unreadCount: 0, isUnread: false, lastSeq: 6 });
});

const changed = (id: string, seq: number, change: Parameters<typeof conversation>[1]) => {
  // What REST alone tells.
  const { isUnread: _, customer: __, lastMessage: ___, revision: ____, ...view } = conversation(id, { lastSeq: seq, ...change });
  return { ...view, seq, previousSeq: 0 };
};

test('a list follows what happens: order, coming in, going away', async () => {
  const office = new Office();
  const at = (minute: number) => new Date(Date.parse(AT) + minute * 60_000).toISOString();
  office.rest['GET /api/v1/conversations'] = () => ({
    items: [conversation('two', { lastMessageAt: at(2) }), conversation('one', { lastMessageAt: at(1) })],
    nextCursor: null,
  });
  void office.chat.connect();
  await settle();
  const list = office.chat.conversations({ status: 'active', assigneeId: 'me,nobody' });
  expect(office.chat.conversations({ assigneeId: 'me,nobody', status: 'active' })).toBe(list);
  const stop = list.subscribe(() => {});
  await settle();
  const ids = () => list.get().items.map((it) => it.id);
  expect(ids()).toEqual(['two', 'one']);
  const [two] = list.get().items;
  office.server.head = 6;
  office.server.tell('message', told(message('m', 1, { createdAt: at(3) }), 1, 0));
  expect(ids()).toEqual(['one', 'two']);
  expect(list.get().items[1]).toBe(two);
  expect(list.get().items[0]).toMatchObject({ unreadCount: 1, isUnread: true, lastMessage: { id: 'm' } });
  office.server.tell('conversation', changed('three', 2, { lastMessageAt: at(4), assigneeId: 'ann' }));
  office.server.tell('conversation', changed('four', 3, { lastMessageAt: at(5), assigneeId: 'bob' }));
  expect(ids()).toEqual(['three', 'one', 'two']);
  office.server.tell('conversation', changed('one', 4, { status: 'closed' }));
  expect(ids()).toEqual(['three', 'two']);
  stop();
});

test('what only the server can tell it is asked soon, once for many events', async () => {
  const office = new Office();
  office.holds(conversation('one', { subject: 'shoes' }), []);
  void office.chat.connect();
  await settle();
  office.chat.conversations({ q: 'shoes' }).subscribe(() => {});
  await settle();
  const before = office.requests.length;
  for (let seq = 1; seq < 20; seq += 1) office.server.tell('conversation', changed('two', seq, {}));
  await vi.advanceTimersByTimeAsync(1000);
  expect(office.requests.slice(before)).toEqual(['GET /api/v1/conversations?q=shoes&limit=50']);
});

test('pages join without a gap and without doubles', async () => {
  const office = new Office();
  const at = (minute: number) => new Date(Date.parse(AT) + minute * 60_000).toISOString();
  const page = (...minutes: number[]) => minutes.map((minute) => conversation(`c${minute}`, { lastMessageAt: at(minute) }));
  office.rest['GET /api/v1/conversations'] = (url) =>
    url.searchParams.get('cursor') ? { items: page(2, 1), nextCursor: null } : { items: page(4, 3), nextCursor: 'next' };
  void office.chat.connect();
  await settle();
  const list = office.chat.conversations();
  list.subscribe(() => {});
  await settle();
  office.server.tell('conversation', changed('c0', 1, { lastMessageAt: at(0) }));
  office.server.tell('conversation', changed('c2', 2, { lastMessageAt: at(5) }));
  await list.loadMore();
  expect(list.get().items.map((it) => it.id)).toEqual(['c2', 'c4', 'c3', 'c1']);
  expect(list.get().hasMore).toBe(false);
});

test('what is unread is counted live', async () => {
  const { office, thread } = await opened();
  office.rest['GET /api/v1/conversations'] = () => ({ items: [conversation('one', { unreadCount: 1, isUnread: true, lastSeq: 5 })], nextCursor: null });
  office.chat.unread.subscribe(() => {});
  await settle();
  expect(office.chat.unread.get()).toEqual({ count: 1, isMore: false });
  office.server.answers['markRead'] = () => ({ ok: true, conversation: conversation('one', { lastSeq: 6 }) });
  await thread.markRead();
  expect(office.chat.unread.get().count).toBe(0);
});

test('a customer is loaded once and follows what happens', async () => {
  const office = new Office();
  office.rest['GET /api/v1/customers/kim'] = () => ({ id: 'kim', name: 'Kim', identities: [] });
  void office.chat.connect();
  await settle();
  const customer = office.chat.customer('kim');
  customer.subscribe(() => {});
  await settle();
  expect(customer.get()?.name).toBe('Kim');
  office.server.tell('customer', { id: 'kim', name: 'Kimberly', seq: 1, previousSeq: 0 });
  expect(customer.get()?.name).toBe('Kimberly');
  const event: JournalEvent['type'] = 'customerChanged';
  expect(event).toBe('customerChanged');
});

test('a row says whom it is with and what was said last, as it was loaded and as it changes', async () => {
  const office = new Office();
  const last = message('m2', 2, { senderType: 'agent', status: 'sent' });
  office.holds(conversation('one', { messageCount: 2, lastMessage: last }), []);
  void office.chat.connect();
  await settle();
  const list = office.chat.conversations();
  list.subscribe(() => {});
  await settle();
  const row = () => list.get().items[0];
  expect(row()).toMatchObject({ customer: { name: 'Kim' }, lastMessage: { id: 'm2', status: 'sent' } });
  office.server.head = 5;
  office.server.tell('conversation', changed('one', 1, { priority: 'high', messageCount: 2 }));
  expect(row()).toMatchObject({ priority: 'high', customer: { name: 'Kim' }, lastMessage: { id: 'm2' } });
  office.server.tell('message', told(message('m1', 1), 2, 1));
  expect(row()?.lastMessage?.id).toBe('m2');
  office.server.tell('message', told(message('m3', 3, { kind: 'event' }), 3, 2));
  expect(row()?.lastMessage?.id).toBe('m2');
  const later = '2026-01-31T09:00:00.000Z';
  const kim = { id: 'kim', name: 'Kimberly', email: 'kim@mail.test', phone: null, updatedAt: later };
  office.server.tell('customer', { ...kim, blocks: [{ source: 'website', agentId: 'a', at: AT }], seq: 4, previousSeq: 0 });
  expect(row()?.customer).toEqual({ ...kim, isBlocked: false });
  office.server.tell('customer', { ...kim, name: 'K', updatedAt: AT, blocks: [], seq: 5, previousSeq: 0 });
  expect(row()?.customer?.name).toBe('Kimberly');
  await list.reload();
  expect(row()?.customer?.name).toBe('Kimberly');
  expect(office.requests.filter((one) => !one.startsWith('GET /api/v1/conversations?'))).toEqual([]);
});

test('a conversation that comes in by an event is asked for once, and its row is filled', async () => {
  const office = new Office();
  office.rest['GET /api/v1/conversations'] = () => ({ items: [], nextCursor: null });
  void office.chat.connect();
  await settle();
  const list = office.chat.conversations();
  list.subscribe(() => {});
  await settle();
  office.server.head = 2;
  office.server.tell('conversation', changed('one', 1, { messageCount: 1 }));
  expect(list.get().items.map((it) => [it.id, it.customer])).toEqual([['one', undefined]]);
  const before = office.requests.length;
  office.holds(conversation('one', { lastSeq: 1, messageCount: 1, lastMessage: message('m1', 1) }), []);
  await vi.advanceTimersByTimeAsync(5000);
  expect(list.get().items[0]).toMatchObject({ customer: { name: 'Kim' }, lastMessage: { id: 'm1' } });
  expect(office.requests.slice(before)).toEqual(['GET /api/v1/conversations?limit=50']);
});

test('whom a row is with may be loaded before an event of the conversation is taken in', async () => {
  const office = new Office();
  office.rest['GET /api/v1/conversations'] = () => ({ items: [conversation('one', { lastSeq: 1 })], nextCursor: null });
  void office.chat.connect();
  await settle();
  office.chat.put(conversation('one', { lastSeq: 2, subject: 'newer', customer: undefined, lastMessage: undefined }));
  const list = office.chat.conversations();
  list.subscribe(() => {});
  await settle();
  expect(list.get().items[0]).toMatchObject({ subject: 'newer', customer: { name: 'Kim' }, lastMessage: null });
});
