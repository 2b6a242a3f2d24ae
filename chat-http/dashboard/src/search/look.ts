import type { ChatClient, Rest } from '@chat/client';

/** How many customers come before the messages. */
const CUSTOMERS = 5;

/** What is looked for, beside where. */
export interface Wanted {
  q: string;
  limit: number;
  filter?: string;
  order?: 'latest';
}

/**
 * Looks for customers and messages. The customers come first: a name that many messages say would hide whoever has it. Further pages
 * are of messages alone.
 */
export async function look(chat: ChatClient, query: Wanted, signal: AbortSignal): Promise<Rest.SearchResults> {
  const customers = { q: query.q, in: 'customers', limit: Math.min(CUSTOMERS, query.limit) } as const;
  const [who, said] = await Promise.all([
    // A condition is one of conversations, which customers do not meet.
    query.filter === undefined ? chat.api.get('/api/v1/search', { query: customers, signal }) : null,
    chat.api.get('/api/v1/search', { query: { ...query, in: 'messages' }, signal }),
  ]);
  return { ...said, items: [...(who?.items ?? []), ...said.items] };
}
