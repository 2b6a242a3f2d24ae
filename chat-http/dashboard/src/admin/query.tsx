import { useCallback } from 'react';
import { notifications } from '@mantine/notifications';
import { QueryClient, useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ChatError, type Input, type ResponseOf, type Route } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { chat } from '../lib/chat.js';
import { useTell } from '../lib/hooks.js';

/** What the pages of the administration have asked: what was seen before is there at once, and is asked for again behind it. */
export const asked = new QueryClient({
  defaultOptions: {
    // The client asks again by itself where that may help.
    queries: { retry: false, staleTime: 2_000, gcTime: 30 * 60_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

type Get = Extract<Route, `GET ${string}`>;

interface Watching {
  /** How often to look again, for what others change without an event. */
  everyMs?: number | undefined;
  /** Whether it is asked at all. */
  isOn?: boolean;
}

/** What a route answers: `useAsk('GET /api/v1/widgets')`. */
export function useAsk<R extends Get>(route: R, input?: Input<R>, { everyMs, isOn = true }: Watching = {}): UseQueryResult<ResponseOf<R>, ChatError> {
  return useQuery<ResponseOf<R>, ChatError>(
    {
      queryKey: [route, input?.path ?? null, input?.query ?? null],
      queryFn: async ({ signal }) => {
        try {
          return await chat.api.request(route, ...([{ ...input, signal }] as never));
        } catch (thrown) {
          throw ChatError.of(thrown);
        }
      },
      enabled: isOn,
      refetchInterval: everyMs ?? false,
    },
    asked,
  );
}

interface Saving<Given, Answer> {
  /** The routes whose answers are no longer true afterwards. */
  stale?: readonly Get[];
  /** What to say when it went well. */
  done?: string;
  onDone?: (answer: Answer, given: Given) => void;
  /** What went wrong is said in a notice, unless whoever asks shows it. */
  isQuiet?: boolean;
}

/** Changes something: what it made untrue is asked for again. */
export function useSave<Given = void, Answer = unknown>(
  work: (given: Given) => Promise<Answer>,
  { stale = [], done, onDone, isQuiet = false }: Saving<Given, Answer> = {},
): UseMutationResult<Answer, ChatError, Given> {
  const tell = useTell();
  return useMutation<Answer, ChatError, Given>(
    {
      mutationFn: async (given) => {
        try {
          return await work(given);
        } catch (thrown) {
          throw ChatError.of(thrown);
        }
      },
      onSuccess: async (answer, given) => {
        if (done) notifications.show({ color: 'green', message: done, autoClose: 3000 });
        onDone?.(answer, given);
        await Promise.all(stale.map((route) => asked.invalidateQueries({ queryKey: [route] })));
      },
      onError: (error) => isQuiet || tell(error),
    },
    asked,
  );
}

/** Forgets what some routes answered, for what events tell. */
export function useForget(): (...routes: Get[]) => void {
  return useCallback((...routes) => void Promise.all(routes.map((route) => asked.invalidateQueries({ queryKey: [route] }))), []);
}

/** Copies a text, and says so. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation();
  return useCallback(
    async (text) => {
      await navigator.clipboard.writeText(text);
      notifications.show({ color: 'green', message: t('admin.copied'), autoClose: 2000 });
    },
    [t],
  );
}
