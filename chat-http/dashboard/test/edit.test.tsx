import { act, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { MantineProvider } from '@mantine/core';
import { ChatError } from '@chat/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Edit, type Terms } from '../src/admin/Edit.js';
import { startWords } from '../src/lib/words.js';

let root: Root;

beforeEach(async () => {
  await startWords();
  root = createRoot(document.body.appendChild(document.createElement('div')));
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

const button = (name: string): HTMLButtonElement => [...document.querySelectorAll('button')].find((it) => it.textContent === name)!;
const click = (name: string): Promise<void> => act(async () => button(name).click());

async function show(props: Partial<Parameters<typeof Edit>[0]> & { onSave: (terms: Terms) => Promise<unknown>; onClose: () => void }): Promise<void> {
  await act(async () =>
    root.render(
      <StrictMode>
        <MantineProvider env="test">
          <Edit title="Something" isDirty={false} fields={['name']} {...props}>
            {(wrong) => <p className="shown">{wrong('name')}</p>}
          </Edit>
        </MantineProvider>
      </StrictMode>,
    ),
  );
}

describe('a form in a dialogue', () => {
  it('closes when it was saved', async () => {
    const onClose = vi.fn();
    const onSave = vi.fn(() => Promise.resolve());
    await show({ revision: 3, onSave, onClose });
    await click('Save');
    expect(onSave).toHaveBeenCalledWith({ headers: { 'if-match': '"3"' } });
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('asks before it loses what was written', async () => {
    const onClose = vi.fn();
    await show({ isDirty: true, onSave: vi.fn(), onClose });
    await click('Cancel');
    expect(onClose).not.toHaveBeenCalled();
    await click('Discard changes');
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('shows what is wrong at its field, and only there', async () => {
    const onClose = vi.fn();
    await show({ onSave: () => Promise.reject(new ChatError('invalid', 'no', { status: 422, errors: [{ field: 'name', problem: 'too long' }] })), onClose });
    await click('Save');
    expect(document.querySelector('.shown')?.textContent).toBe('too long');
    expect(document.querySelector('[role="alert"]')).toBe(null);
    expect(onClose).not.toHaveBeenCalled();
  });

  it('says above the buttons what has no field', async () => {
    await show({ onSave: () => Promise.reject(new ChatError('invalid', 'no', { status: 422, errors: [{ field: 'other', problem: 'gone' }] })), onClose: vi.fn() });
    await click('Save');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('gone');
  });

  it('overwrites what others changed only when it is told to', async () => {
    const onClose = vi.fn();
    const onSave = vi.fn(({ headers }: Terms) => (headers ? Promise.reject(new ChatError('changed', 'no', { status: 412 })) : Promise.resolve()));
    await show({ revision: 3, onSave, onClose });
    await click('Save');
    expect(onClose).not.toHaveBeenCalled();
    expect(button('Save').disabled).toBe(true);
    await click('Overwrite with mine');
    expect(onSave).toHaveBeenLastCalledWith({});
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('goes on from what others made of it', async () => {
    const onReload = vi.fn();
    await show({ revision: 3, onSave: () => Promise.reject(new ChatError('changed', 'no', { status: 412 })), onReload, onClose: vi.fn() });
    await click('Save');
    await click('Show theirs');
    expect(onReload).toHaveBeenCalledOnce();
    expect(button('Save').disabled).toBe(false);
  });
});
