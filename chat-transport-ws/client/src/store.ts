export type Unsubscribe = () => void;

/** A value that is never changed, only replaced: the same value means that nothing has happened. */
export interface Readable<T> {
  get(): T;
  /** Calls `listener` after each replacement. */
  subscribe(listener: () => void): Unsubscribe;
}

/** What happens with the first listener and after the last. */
export interface Attention {
  /** Somebody wants to know; what it returns is called when nobody does any more. */
  begin(): Unsubscribe;
}

/** A value that can be replaced. */
export class Store<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();
  readonly #attention: Attention | undefined;
  #end: Unsubscribe | undefined;

  constructor(value: T, attention?: Attention) {
    this.#value = value;
    this.#attention = attention;
    // So that they can be handed on alone, as React wants them.
    this.get = this.get.bind(this);
    this.subscribe = this.subscribe.bind(this);
  }

  get(): T {
    return this.#value;
  }

  /** Whether anybody wants to know. */
  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Replaces some fields of an object. */
  patch(change: Partial<T>): void {
    const keys = Object.keys(change) as (keyof T)[];
    if (keys.some((key) => !Object.is(change[key], this.#value[key]))) this.set({ ...this.#value, ...change });
  }

  subscribe(listener: () => void): Unsubscribe {
    // Each call counts for itself, also with the same function.
    const entry = (): void => listener();
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.#end = this.#attention?.begin();
    return () => {
      if (!this.#listeners.delete(entry) || this.#listeners.size > 0) return;
      this.#end?.();
      this.#end = undefined;
    };
  }
}

/** Resolves as soon as `store` has a value that fits. */
export function until<T>(store: Readable<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    if (fits(store.get())) return resolve(store.get());
    const stop = store.subscribe(() => {
      if (!fits(store.get())) return;
      stop();
      resolve(store.get());
    });
  });
}
