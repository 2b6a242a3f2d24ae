import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDraft, type UseDraft } from '../src/inbox/composing.js';

const { api } = vi.hoisted(() => ({ api: { get: vi.fn(async () => ({ items: [] })), put: vi.fn(async () => ({})), delete: vi.fn(async () => null) } }));
vi.mock('@chat/react', () => ({ useChatClient: () => CLIENT }));
const CLIENT = { api };

/** The composer of a conversation, as long as it is open. */
async function composer(): Promise<{ now: () => UseDraft; close: () => Promise<void> }> {
  let draft: UseDraft | undefined;
  const Composer = (): ReactNode => {
    draft = useDraft('c1');
    return null;
  };
  const root = createRoot(document.createElement('div'));
  await act(async () => root.render(<Composer />));
  return { now: () => draft!, close: () => act(async () => root.unmount()) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
  vi.clearAllMocks();
});

const write = (to: UseDraft, text: string): Promise<void> => act(async () => to.setText(text));
const wait = (): Promise<unknown> => act(() => vi.advanceTimersByTimeAsync(2000));

describe('what somebody has begun to write', () => {
  it('is kept when it is left, as a note where it was one', async () => {
    const first = await composer();
    await act(async () => first.now().setKind('note'));
    await write(first.now(), 'For Ben');
    await first.close();
    expect(api.put).toHaveBeenCalledWith('/api/v1/conversations/{id}/draft', { path: { id: 'c1' }, body: { content: 'For Ben', kind: 'note' } });
  });

  it('leaves nothing when it was taken back before it was kept, not even that it was a note', async () => {
    const first = await composer();
    await act(async () => first.now().setKind('note'));
    await write(first.now(), '@Be');
    await write(first.now(), '');
    await wait();
    await first.close();
    expect(api.put).not.toHaveBeenCalled();
    const second = await composer();
    expect([second.now().kind, second.now().text]).toEqual(['reply', '']);
    await second.close();
  });
});
