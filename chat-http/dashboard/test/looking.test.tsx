import { act, useState } from 'react';
import { MantineProvider } from '@mantine/core';
import type { ChatClient, Rest, ThreadMessage } from '@chat/client';
import { ChatError } from '@chat/client';
import i18next from 'i18next';
import { createRoot, type Root } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asked } from '../src/admin/query.js';
import { type Sent, useRefused } from '../src/inbox/refused.js';
import { look } from '../src/search/look.js';
import QueryField from '../src/search/QueryField.js';
import Offered from '../src/templates/Offered.js';
import inbox from '../src/words/inbox/en.json';
import main from '../src/words/main/en.json';
import search from '../src/words/search/en.json';
import templates from '../src/words/templates/en.json';

vi.mock('../src/lib/team.js', () => ({
  useTeam: () => ({ may: () => true, agents: [{ id: 'a1', name: 'Ann' }], teams: [], labels: [{ id: 'l1', name: 'Big order' }] }),
}));
vi.mock('@chat/react', async (load) => ({ ...(await load<object>()), useCustomer: () => ({ language: 'de' }) }));

let root: Root;
let place: HTMLElement;

beforeEach(async () => {
  await i18next.use(initReactI18next).init({ lng: 'en', defaultNS: 'main', fallbackNS: 'main', resources: { en: { main, inbox, search, templates } }, interpolation: { escapeValue: false } });
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  asked.clear();
  vi.unstubAllGlobals();
});

describe('the field that is searched by', () => {
  let text = '';
  const Field = (): React.ReactNode => {
    const [value, setValue] = useState('');
    text = value;
    return <QueryField value={value} className="" label="Search" placeholder="Search" onChange={setValue} />;
  };
  const field = (): HTMLInputElement => place.querySelector('input')!;
  const type = (value: string): Promise<void> =>
    act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field(), value);
      field().setSelectionRange(value.length, value.length);
      field().dispatchEvent(new Event('input', { bubbles: true }));
    });
  const press = (key: string): Promise<void> => act(async () => void field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
  const offers = (): (string | null)[] => [...place.querySelectorAll('[role=option]')].map((it) => it.textContent);

  it('suggests while one types, and takes what the keys choose', async () => {
    await act(async () => root.render(<Field />));
    expect(field().getAttribute('aria-expanded')).toBe('false');
    await type('la');
    expect(offers()).toEqual(['label:A label of the conversation']);
    await press('ArrowDown');
    expect(place.querySelector(`#${CSS.escape(field().getAttribute('aria-activedescendant')!)}`)?.getAttribute('aria-selected')).toBe('true');
    await press('Enter');
    expect([text, offers()]).toEqual(['label:', ['label:"Big order" ']]);
    await press('ArrowUp');
    await press('Tab');
    expect([text, offers()]).toEqual(['label:"Big order" ', []]);
  });

  it('says what it does not understand, and is emptied by Escape', async () => {
    await act(async () => root.render(<Field />));
    await type('label:blue is:lost x:y ');
    expect([...place.querySelectorAll('[role=status] p')].map((it) => it.textContent)).toEqual([
      'No label is called “blue”.',
      '“is:lost” is not understood. It can be: open, closed, unread, snoozed, waiting, archived.',
      '“x:” is no condition; it is looked for as text.',
    ]);
    await press('Escape');
    expect(text).toBe('');
  });
});

describe('a search of everything', () => {
  const ask = async (query: Parameters<typeof look>[1]): Promise<[unknown, Rest.SearchResults]> => {
    const get = vi.fn(async (_path: string, { query }: { query: { in: string } }) => ({ items: [{ found: query.in }], nextCursor: query.in }));
    const found = await look({ api: { get } } as unknown as ChatClient, query, new AbortController().signal);
    return [get.mock.calls.map(([, options]) => options.query), found];
  };

  it('tells customers before the messages that say their names, and goes on with messages', async () => {
    const [asked, found] = await ask({ q: 'ann', limit: 30, order: 'latest' });
    expect(asked).toEqual([{ q: 'ann', in: 'customers', limit: 5 }, { q: 'ann', in: 'messages', limit: 30, order: 'latest' }]);
    expect(found).toEqual({ items: [{ found: 'customers' }, { found: 'messages' }], nextCursor: 'messages' });
  });

  it('asks for no customers where conversations have to meet something', async () => {
    const [asked] = await ask({ q: 'ann', limit: 30, filter: '{}' });
    expect(asked).toEqual([{ q: 'ann', in: 'messages', limit: 30, filter: '{}' }]);
  });
});

describe('when only templates can be sent', () => {
  const template = (name: string, language: string, body: string, status = 'APPROVED'): Rest.WhatsAppTemplate =>
    ({ id: name + language, name, language, category: 'UTILITY', status, parameterFormat: 'POSITIONAL', components: [{ type: 'BODY', text: body }] }) as unknown as Rest.WhatsAppTemplate;

  it("those that fit are offered, the customer's language first", async () => {
    const items = [template('arrived', 'en_US', 'It is here.'), template('ready', 'de', 'Fertig.'), template('lost', 'de', 'Weg.', 'REJECTED')];
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ items, nextCursor: null }), { headers: { 'content-type': 'application/json' } }));
    const onPick = vi.fn<(name: string) => void>();
    await act(async () =>
      root.render(
        <MantineProvider>
          <Offered accountId="a" customerId="c" onPick={onPick} />
        </MantineProvider>,
      ),
    );
    await act(async () => void (await vi.waitFor(() => expect(place.querySelectorAll('li').length).toBe(2), 15_000)));
    expect([...place.querySelectorAll('li')].map((it) => it.textContent)).toEqual(['readyFertig.', 'arrivedIt is here.']);
    await act(async () => place.querySelector('button')!.click());
    expect(onPick).toHaveBeenCalledWith('ready');
  });

  it('what was refused is in the composer again, with its files', async () => {
    const file = { key: 'f', name: 'a.pdf', size: 1, share: 1, id: '7', error: null };
    const late = { key: 'm', content: 'Hello', pending: { state: 'failed', error: new ChatError('window_closed', 'too late') } } as unknown as ThreadMessage;
    const back: [Sent, readonly string[]][] = [];
    const discard = vi.fn<(key: string) => void>();
    let note: ((sent: Sent) => void) | undefined;
    const Taken = ({ messages }: { messages: readonly ThreadMessage[] }): null => {
      note = useRefused(messages, (...given) => back.push(given), discard);
      return null;
    };
    await act(async () => root.render(<Taken messages={[]} />));
    note?.({ text: 'Hello', files: [file] });
    await act(async () => root.render(<Taken messages={[late]} />));
    expect(back).toEqual([[{ text: 'Hello', files: [file] }, []]]);
    expect(discard).toHaveBeenCalledWith('m');
    const more = [late, { ...late, key: 'n', content: 'Are you there?' }];
    await act(async () => root.render(<Taken messages={more} />));
    expect(back[1]).toEqual([{ text: 'Hello\nAre you there?', files: [] }, []]);
  });
});
