import { useCallback, useSyncExternalStore } from 'react';
import { notifications } from '@mantine/notifications';
import type { Conversation } from '@chat/client';
import { useChatClient } from '@chat/react';
import { useTranslation } from 'react-i18next';
import { changed, type Patch } from './bulk.js';
import { inWords } from './problems.js';

let now = Date.now();
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function watchClock(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time, to within twenty seconds, for what says how long something has been. */
export const useNow = (): number => useSyncExternalStore(watchClock, () => now);

/** Whether a query of the page's size holds. */
function media(query: string): () => boolean {
  let asked: MediaQueryList | undefined;
  const list = (): MediaQueryList => (asked ??= matchMedia(query));
  const watch = (listener: () => void): (() => void) => {
    list().addEventListener('change', listener);
    return () => list().removeEventListener('change', listener);
  };
  return () => useSyncExternalStore(watch, () => list().matches);
}

/** Whether there is room for one pane alone. */
export const useIsNarrow = media('(max-width: 799px)');
/** Whether there is room for the customer beside the conversation. */
export const useIsWide = media('(min-width: 1200px)');

/** Says what went wrong, for as long as it takes to read. */
export function useTell(): (thrown: unknown) => void {
  const { t } = useTranslation();
  return useCallback((thrown) => void notifications.show({ color: 'red', message: inWords(thrown, t), autoClose: 8000 }), [t]);
}

/** What a channel is called; one of a host's own has no other name than the one it goes by. */
export function useSourceName(): (source: string) => string {
  const { t } = useTranslation();
  return useCallback((source) => t([`source.${source}`, 'source.other'], { ns: 'main', source }), [t]);
}

/** What a customer is called: by name, else by what it is known by. */
export function useCustomerName(conversation: Conversation | null): string {
  const { t } = useTranslation();
  const customer = conversation?.customer;
  const answered = conversation?.context?.answers?.name;
  return customer?.name || (typeof answered === 'string' && answered) || conversation?.customerNumber || customer?.email || conversation?.context?.email || t('list.unknown');
}

/** Changes a conversation: at once for whoever asks, and back again when the server refuses. */
export function useChange(conversation: Conversation | null): (patch: Patch) => Promise<void> {
  const chat = useChatClient();
  const tell = useTell();
  return useCallback(
    async (patch) => {
      if (!conversation) return;
      const before = chat.known(conversation.id) ?? conversation;
      chat.put(changed(before, patch));
      try {
        chat.take(await chat.api.patch('/api/v1/conversations/{id}', { path: { id: conversation.id }, body: patch }));
      } catch (thrown) {
        chat.put(before);
        tell(thrown);
      }
    },
    [chat, conversation, tell],
  );
}
