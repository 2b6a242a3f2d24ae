import { act, StrictMode } from 'react';
import { MantineProvider } from '@mantine/core';
import type { Rest } from '@chat/client';
import i18next from 'i18next';
import { createRoot, type Root } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DomainCard } from '../src/widgets/domains/DomainCard.js';
import main from '../src/words/main/en.json';
import words from '../src/words/widgets/en.json';

const DOMAIN: Rest.WidgetDomain = {
  id: 'd', widgetId: 'w', domain: 'shop.example', display: 'shop.example', state: 'pending', verified: false, method: null, checkedAt: null, failures: 0, lastFault: null, verifiedAt: null, nextCheckAt: null, revision: 1,
  dns: { name: '_chat-challenge.shop.example', value: 'token=1' }, file: null, tokenExpiresAt: '2999-01-01T00:00:00Z', createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z',
};

let root: Root;
let place: HTMLElement;
const answers = vi.fn<typeof fetch>();

beforeEach(async () => {
  await i18next.use(initReactI18next).init({ lng: 'en', defaultNS: 'main', fallbackNS: 'main', resources: { en: { main, widgets: words } }, interpolation: { escapeValue: false } });
  vi.stubGlobal('fetch', answers);
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
  answers.mockReset();
});

const show = (domain: Rest.WidgetDomain, mayManage = true): Promise<void> =>
  act(async () =>
    root.render(
      <StrictMode>
        <MantineProvider>
          <DomainCard domain={domain} mayManage={mayManage} />
        </MantineProvider>
      </StrictMode>,
    ),
  );
const button = (name: string): HTMLButtonElement | undefined => [...place.querySelectorAll('button')].find((it) => it.textContent?.includes(name));
const texts = (): string => place.textContent ?? '';

it('says in words what was seen when the proof was looked for', async () => {
  const check: Rest.WidgetDomainCheck = { domain: { ...DOMAIN, failures: 1 }, findings: [{ method: 'dns', found: false, code: 'no_record', problem: 'there is no TXT record yet' }] };
  answers.mockImplementation(async () => new Response(JSON.stringify(check), { headers: { 'content-type': 'application/json' } }));
  await show(DOMAIN);
  expect(texts()).not.toContain(words.domains.notFound);
  await act(async () => button(words.domains.check)!.click());
  await vi.waitFor(() => expect(texts()).toContain('there is no TXT record yet'));
  expect(`${answers.mock.calls[0]![0]}`).toContain('/api/v1/widgets/w/domains/d/verify');
  expect(answers).toHaveBeenCalledTimes(1);
});

it('asks for a new code in place of one that is over', async () => {
  await show({ ...DOMAIN, tokenExpiresAt: '2020-01-01T00:00:00Z' });
  expect(texts()).toContain(words.domains.expired);
  expect(texts()).not.toContain('token=1');
  expect(button(words.domains.renew)).toBeDefined();
});

it('shows a proof that counts, closed, and no deeds to whoever may only look', async () => {
  await show({ ...DOMAIN, state: 'verified', verified: true, tokenExpiresAt: '2020-01-01T00:00:00Z' }, false);
  expect(texts()).toContain(words.domains.means.verified);
  expect(place.querySelector('details')!.open).toBe(false);
  expect(button(words.domains.check)).toBeUndefined();
});
