import { useLayoutEffect, useReducer } from 'preact/hooks';

/** A value that is replaced as a whole, and those who want to know. */
export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  set(change: Partial<T>): void {
    this.#value = { ...this.#value, ...change };
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The store's value, and the component anew with each other value. */
export function useStore<T extends object>(store: Store<T>): T {
  const [, again] = useReducer((count: number) => count + 1, 0);
  // At once: browsers let frames that are not seen wait, and what changed before anybody listened would never be shown.
  useLayoutEffect(() => store.subscribe(() => again(undefined)), [store]);
  return store.get();
}
