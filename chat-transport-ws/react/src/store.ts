import { useCallback, useSyncExternalStore } from 'react';
import type { Readable } from '@chat/client';
import { pace, unpace } from './pace.js';

/**
 * A store's value, and the component anew with each other one, or with the last of those that come in a burst. While the page is made on
 * a server, and until it has come to life, the value is what the store has there.
 */
export function useStore<T>(store: Readable<T>): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stop = store.subscribe(() => pace(listener));
      return () => {
        unpace(listener);
        stop();
      };
    },
    [store],
  );
  return useSyncExternalStore(subscribe, store.get, store.get);
}
