import { act, type ReactNode, StrictMode } from 'react';
import { MantineProvider } from '@mantine/core';
import type { Rest, ThreadMessage } from '@chat/client';
import i18next from 'i18next';
import { createRoot, type Root } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { asked } from '../src/admin/query.js';
import Parts from '../src/inbox/Parts.js';
import { Choose } from '../src/templates/Choose.js';
import type { Ready } from '../src/templates/filling.js';
import inbox from '../src/words/inbox/en.json';
import main from '../src/words/main/en.json';
import words from '../src/words/templates/en.json';

vi.mock('../src/lib/team.js', () => ({ useTeam: () => ({ may: () => true }) }));

const template = (id: string, language: string, text: string): Rest.WhatsAppTemplate =>
  ({ id, name: 'ready', language, category: 'UTILITY', status: 'APPROVED', parameterFormat: 'POSITIONAL', components: [{ type: 'BODY', text }] }) as unknown as Rest.WhatsAppTemplate;
const TEMPLATES = [template('en', 'en_US', 'Hello {{1}}, it is ready.'), template('de', 'de', 'Hallo {{1}}, es ist fertig.'), { ...template('no', 'fr', 'Non'), name: 'refused', status: 'REJECTED' }];

let root: Root;
let place: HTMLElement;

beforeEach(async () => {
  await i18next.use(initReactI18next).init({ lng: 'en', defaultNS: 'main', fallbackNS: 'main', resources: { en: { main, inbox, templates: words } }, interpolation: { escapeValue: false } });
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ items: TEMPLATES, nextCursor: null }), { headers: { 'content-type': 'application/json' } }));
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  asked.clear();
  vi.unstubAllGlobals();
});

const show = (what: ReactNode): Promise<void> =>
  act(async () =>
    root.render(
      <StrictMode>
        <MantineProvider>{what}</MantineProvider>
      </StrictMode>,
    ),
  );
const type = (field: HTMLInputElement, value: string): Promise<void> =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
const sending = (): HTMLButtonElement => place.querySelector<HTMLButtonElement>('button[type=submit]')!;

it("shows the customer's language, fills in while one types, and sends once everything is there", async () => {
  const onSend = vi.fn<(ready: Ready) => Promise<void>>(async () => {});
  await show(<Choose accountId="a" language="de" onSend={onSend} onClose={() => {}} />);
  await vi.waitFor(() => expect(place.textContent).toContain('Hallo {{1}}'), 15_000);
  expect(place.textContent).not.toContain('refused');
  expect(sending().disabled).toBe(true);
  await type([...place.querySelectorAll('input')].find((it) => it.type === 'text')!, 'Ann');
  expect(place.querySelector('.wa-bubble')!.textContent).toContain('Hallo Ann, es ist fertig.');
  await act(async () => sending().form!.requestSubmit());
  expect(onSend).toHaveBeenCalledTimes(1);
  expect(onSend.mock.calls[0]![0]).toMatchObject({ content: '', template: { id: 'de', parameters: { body: ['Ann'] } } });
}, 30_000);

it('shows what a customer has ordered, with what it costs, and what the team offers to tap', async () => {
  const order = { order: { product_items: [{ product_retailer_id: 'Tea', quantity: 2, item_price: 3, currency: 'EUR' }] }, context: { forwarded: true } };
  await show(<Parts message={{ senderType: 'customer', content: 'Order', payload: order } as unknown as ThreadMessage} />);
  expect(place.textContent).toContain('Tea');
  expect(place.querySelector('tfoot')!.textContent).toContain('€6.00');
  expect(place.textContent).toContain(inbox.part.forwarded);
  const offer = { interactive: { type: 'button', body: { text: 'Sure?' }, action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'Yes' } }] } } };
  await show(<Parts message={{ senderType: 'agent', content: 'Sure?', payload: offer } as unknown as ThreadMessage} />);
  expect(place.querySelector('.part-buttons')!.textContent).toBe('Yes');
}, 30_000);
