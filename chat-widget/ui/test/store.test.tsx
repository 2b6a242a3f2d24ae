import { render } from 'preact';
import { expect, test } from 'vitest';
import { Store, useStore } from '../src/frame/store';

test('what changes right after it was shown first is shown', async () => {
  const store = new Store({ word: 'before' });
  const Word = () => <p>{useStore(store).word}</p>;
  const element = document.createElement('div');
  render(<Word />, element);
  // Nothing is painted in a frame that is not seen, and what waits for that comes late.
  store.set({ word: 'after' });
  await Promise.resolve();
  expect(element.textContent).toBe('after');
});
