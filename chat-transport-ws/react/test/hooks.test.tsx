import { act, StrictMode, type ReactNode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { conversation, message, Office, told } from '../../client/test/office';
import { PACE_MS } from '../src/pace';
import {
  ChatProvider,
  useChatClient,
  useChatEvent,
  useConnection,
  useConversation,
  useConversations,
  useCustomer,
  useMessages,
  usePresence,
  useReadReceipts,
  useRoom,
  useTyping,
  useUnread,
  useViewers,
  useWhatsAppCustomer,
  useWhatsAppGeneral,
  useWidget,
} from '../src/index';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let office: Office;
let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  office = new Office();
  office.holds(conversation('one', { lastSeq: 5, unreadCount: 1, isUnread: true, messageCount: 2 }), [
    message('a', 1),
    message('b', 2, { senderType: 'agent', senderId: 'ann', status: 'delivered' }),
  ]);
  office.server.head = 5;
  place = document.createElement('div');
  root = createRoot(place);
});

afterEach(async () => {
  await act(() => root.unmount());
  vi.useRealTimers();
});

const wait = (ms = 0) => act(() => vi.advanceTimersByTimeAsync(ms));

/** Shows something in StrictMode, with the client connected. */
async function shows(what: ReactNode): Promise<void> {
  await act(() =>
    root.render(
      <StrictMode>
        <ChatProvider client={office.chat}>{what}</ChatProvider>
      </StrictMode>,
    ),
  );
  await wait(50);
}

/** Something happens, and is rendered whatever else was. */
async function happens(what: () => void): Promise<void> {
  await act(what);
  await wait(PACE_MS);
}

const text = () => place.textContent;
const asked = (name: string) => office.server.asked.filter(([it]) => it === name).length;

test('the provider connects once, and ends it when it goes', async () => {
  const Show = () => <p>{useConnection().status}</p>;
  await shows(<Show />);
  expect(text()).toBe('online');
  await act(() => root.render(null));
  await wait(10);
  expect(office.chat.connection.get().status).toBe('idle');
});

test('without a provider it is said what is missing', () => {
  const Show = () => <p>{useChatClient().agent?.name}</p>;
  expect(() => renderToString(<Show />)).toThrow('there is no <ChatProvider> above');
});

test('in StrictMode a room is joined once, by however many, and left once', async () => {
  const Show = () => <p>{useMessages('one').messages.map((it) => it.content)}</p>;
  await shows([<Show key="1" />, <Show key="2" />]);
  expect(text()).toBe('abab');
  expect(asked('joinConversation')).toBe(1);
  expect(office.requests.filter((it) => it.includes('/messages'))).toHaveLength(1);
  await act(() => root.render(<StrictMode><ChatProvider client={office.chat}>{null}</ChatProvider></StrictMode>));
  await wait(2000);
  expect([asked('joinConversation'), asked('leaveConversation')]).toEqual([1, 1]);
});

test('a component is made anew when something has happened, and only then', async () => {
  let renders = 0;
  const Show = () => {
    renders += 1;
    const { messages, send } = useMessages('one');
    return <button onClick={() => send('hi')}>{messages.map((it) => `${it.content}${it.pending ? '?' : ''} `)}</button>;
  };
  await shows(<Show />);
  const before = renders;
  office.server.tell('presence', { agentId: 'eve', name: 'Eve', isPresent: true });
  await wait();
  expect(renders).toBe(before);
  await happens(() => office.server.tell('message', told(message('c', 3), 6, 5)));
  expect(text()).toBe('a b c ');
  office.server.answers['sendMessage'] = ({ clientMessageId }: { clientMessageId: string }) => ({
    ok: true,
    message: message('hi', 4, { clientMessageId, senderType: 'agent', senderId: 'ann' }),
  });
  await happens(() => place.querySelector('button')!.click());
  expect(text()).toBe('a b c hi ');
});

test('one event is rendered at once, those of a burst together', async () => {
  let renders = 0;
  const Show = () => {
    renders += 1;
    return <p>{useMessages('one').messages.length + useUnread().count}</p>;
  };
  await shows(<Show />);
  await wait(PACE_MS);
  const before = renders;
  const tell = (seq: number) => act(() => office.server.tell('message', told(message(`m${seq}`, seq), seq, seq - 1)));
  await tell(6);
  expect(text()).toBe('4');
  const once = renders - before;
  for (let seq = 7; seq <= 30; seq += 1) await tell(seq);
  expect([text(), renders - before]).toEqual(['4', once]);
  await wait(PACE_MS);
  expect([text(), renders - before]).toEqual(['28', 2 * once]);
});

test('a list is live, and the query may be written in place', async () => {
  const Show = () => {
    const { items, isLoaded } = useConversations({ status: 'active' });
    return <p>{isLoaded ? items.map((it) => `${it.id}:${it.unreadCount} `) : '…'}</p>;
  };
  await shows(<Show />);
  expect(text()).toBe('one:1 ');
  await happens(() => office.server.tell('message', told(message('c', 3), 6, 5)));
  expect(text()).toBe('one:2 ');
  expect([asked('joinInbox'), office.requests.filter((it) => it.startsWith('GET /api/v1/conversations?')).length]).toEqual([1, 1]);
});

test('a conversation, its customer, who types, who looks, how far it was read', async () => {
  office.rest['GET /api/v1/customers/kim'] = () => ({ id: 'kim', name: 'Kim', blocks: [] });
  const Show = () => {
    const { conversation: it, isLoaded } = useConversation('one');
    const customer = useCustomer(it?.customerId ?? null);
    const { who } = useTyping('one');
    const viewers = useViewers('one', { isLooking: true });
    const { deliveredUpTo, readUpTo } = useReadReceipts('one');
    return <p>{[isLoaded, it?.status, customer?.name, who.length, viewers.map((one) => one.name).join(), deliveredUpTo, readUpTo].join(' ')}</p>;
  };
  await shows(<Show />);
  expect(text()).toBe('true active Kim 0  2 0');
  await happens(() => {
    office.server.tell('typing', { conversationId: 'one', senderType: 'customer', senderId: 'kim', isTyping: true });
    office.server.tell('viewing', { conversationId: 'one', agentId: 'bob', name: 'Bob', isViewing: true });
    office.server.tell('messageStatus', { conversationId: 'one', customerId: 'kim', externalId: null, messageId: 'b', status: 'read', timestamp: '2026', seq: 6, previousSeq: 5 });
  });
  expect(text()).toBe('true active Kim 1 Bob 2 2');
  expect(asked('viewing')).toBeGreaterThan(0);
});

test('who is there, and what is unread', async () => {
  const sets = new Set<ReadonlySet<string>>();
  const Show = () => {
    const present = usePresence(['bob', 'eve']);
    sets.add(present);
    return <p>{[[...present].join(), useUnread().count].join(' ')}</p>;
  };
  await shows(<Show />);
  expect(text()).toBe('bob 1');
  const before = sets.size;
  await happens(() => office.server.tell('presence', { agentId: 'zoe', name: 'Zoe', isPresent: true }));
  expect(sets.size, 'it says the same').toBe(before);
  await happens(() => office.server.tell('presence', { agentId: 'eve', name: 'Eve', isPresent: true }));
  expect(text()).toBe('bob,eve 1');
});

test('an event is heard by the handler of now, once', async () => {
  const heard: string[] = [];
  let again = (_: string): void => {};
  const Show = () => {
    const [name, setName] = useState('first');
    again = setName;
    useChatEvent('message', (event) => heard.push(`${name} ${event.content}`));
    const { isJoined } = useRoom('inbox');
    return <p>{String(isJoined)}</p>;
  };
  await shows(<Show />);
  expect(text()).toBe('true');
  office.server.tell('message', told(message('c', 3), 6, 5));
  await act(() => again('second'));
  office.server.tell('message', told(message('d', 4), 7, 6));
  expect(heard).toEqual(['first c', 'second d']);
});

test('WhatsApp is heard in general and of one customer', async () => {
  const heard: string[] = [];
  const Show = () => {
    useWhatsAppGeneral((news) => heard.push(`all ${news.type}`));
    useWhatsAppCustomer('kim', (news) => heard.push(`kim ${news.type}`));
    return null;
  };
  await shows(<Show />);
  const news = { conversationId: 'one', messageId: 'm', previousSeq: 5 };
  office.server.tell('whatsappMessage', { ...news, customerId: 'kim', seq: 6 });
  office.server.tell('whatsappMessageStatus', { ...news, customerId: 'lee', conversationId: 'two', seq: 7 });
  expect(heard).toEqual(['all message', 'kim message', 'all status']);
  expect([asked('joinWhatsAppGeneral'), asked('joinWhatsAppCustomer')]).toEqual([1, 1]);
});

test('a room that is closed says why', async () => {
  office.server.answers['joinInbox'] = () => ({ ok: false, code: 'forbidden', message: 'you may not' });
  const Show = () => {
    const { isJoined, error } = useRoom('inbox');
    return <p>{`${isJoined} ${error?.code}`}</p>;
  };
  await shows(<Show />);
  expect(text()).toBe('false forbidden');
});

test('on a server nothing is joined and nothing is loaded', () => {
  const Show = () => {
    const { messages } = useMessages('one');
    const { items } = useConversations();
    return <p>{[useConnection().status, messages.length, items.length, useUnread().count, usePresence().size].join(' ')}</p>;
  };
  const html = renderToString(<ChatProvider client={office.chat}><Show /></ChatProvider>);
  expect(html).toBe('<p>idle 0 0 0 0</p>');
  expect([office.server.asked.length, office.requests.length]).toEqual([0, 0]);
});

test('a widget is put into the page once and taken away again', async () => {
  const calls: string[] = [];
  const Show = () => <p>{useWidget({ url: 'https://chat.test/', widgetKey: 'wk_1', locale: 'de' }) ? 'there' : 'not yet'}</p>;
  (globalThis as Record<string, unknown>)['ChatWidget'] = (command: string) => calls.push(command);
  await shows(<Show />);
  const scripts = [...document.querySelectorAll('script')];
  expect(scripts.map((it) => [it.src, it.dataset['key'], it.dataset['locale']])).toEqual([['https://chat.test/w.js', 'wk_1', 'de']]);
  expect(text()).toBe('there');
  await act(() => root.render(null));
  expect([calls, document.querySelectorAll('script').length]).toEqual([['destroy'], 0]);
});
