import { useSyncExternalStore } from 'react';
import type { Readable } from '@chat/client';

/**
 * A store's value, and the component anew with each other one. While the page is made on a server, and until it has come to life, the
 * value is what the store has there.
 */
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
