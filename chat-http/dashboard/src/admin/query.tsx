import { useCallback } from 'react';
import { notifications } from '@mantine/notifications';
import { QueryClient, useInfiniteQuery, useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query';
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

type Paged = { [R in Get]: ResponseOf<R> extends { items: unknown[]; nextCursor: string | null } ? R : never }[Get];
type ItemOf<R extends Paged> = ResponseOf<R>['items'][number];

/** A list that is read page by page. */
export interface Pages<Item> {
  /** What was read of it; nothing before the first page is there. */
  items: readonly Item[] | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  error: ChatError | null;
  more: () => void;
  again: () => void;
}

/** A list from its beginning, and more of it when that is wanted: `usePages('GET /api/v1/customers', { query: { limit: 50 } })`. */
export function usePages<R extends Paged>(route: R, input?: Input<R>, { everyMs, isOn = true }: Watching = {}): Pages<ItemOf<R>> {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    {
      queryKey: [route, input?.path ?? null, input?.query ?? null, 'pages'],
      queryFn: async ({ pageParam, signal }): Promise<ResponseOf<R>> => {
        try {
          return await chat.api.request(route, ...([{ ...input, query: { ...input?.query, cursor: pageParam ?? undefined }, signal }] as never));
        } catch (thrown) {
          throw ChatError.of(thrown);
        }
      },
      initialPageParam: null as string | null,
      getNextPageParam: (page): string | null => page.nextCursor,
      enabled: isOn,
      refetchInterval: everyMs ?? false,
    },
    asked,
  );
  return {
    items: data?.pages.flatMap((page) => page.items as ItemOf<R>[]),
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    error: error && ChatError.of(error),
    more: () => void fetchNextPage(),
    again: () => void refetch(),
  };
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
