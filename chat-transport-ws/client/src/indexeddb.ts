import type { OutboxEntry, OutboxStorage } from './outbox.js';

/** Keeps what waits to be sent in the browser's IndexedDB, over reloads and crashes; files too. */
export function indexedDbStorage(database = 'chat-outbox'): OutboxStorage {
  const STORE = 'entries';
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1);
      request.onupgradeneeded = () => void request.result.createObjectStore(STORE, { keyPath: 'clientMessageId' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    // Whoever could not open it tries again the next time.
    opened.catch(() => (opened = undefined));
    return opened;
  };
  const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const transaction = (await open()).transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  };
  return {
    all: () => run<OutboxEntry[]>('readonly', (store) => store.getAll()),
    put: async (entry) => void (await run('readwrite', (store) => store.put(entry))),
    delete: async (id) => void (await run('readwrite', (store) => store.delete(id))),
  };
}
