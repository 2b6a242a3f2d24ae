import type { ConversationQuery } from '@chat/client';

/** Views that everybody has. */
export const BUILT_IN = ['mine', 'unassigned', 'all', 'snoozed', 'closed'] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

export const isBuiltIn = (name: string): name is BuiltIn => (BUILT_IN as readonly string[]).includes(name);

const QUERIES: Record<BuiltIn, ConversationQuery> = {
  mine: { assigneeId: 'me', status: 'active', snoozed: false },
  unassigned: { assigneeId: 'nobody', status: 'active', snoozed: false },
  all: { status: 'active', snoozed: false },
  snoozed: { status: 'active', snoozed: true },
  closed: { status: 'closed' },
};

/** What the address says of the inbox. */
export interface Place {
  /** A built-in view, or the id of a saved one. */
  view: string;
  conversation: string | null;
  source: string | null;
  isUnreadOnly: boolean;
}

export function placeOf(search: URLSearchParams): Place {
  return {
    view: search.get('view') || 'all',
    conversation: search.get('c') || null,
    source: search.get('channel') || null,
    isUnreadOnly: search.get('unread') === '1',
  };
}

/** The address that says it; what goes without saying is left out. */
export function searchOf(place: Place): string {
  const search = new URLSearchParams();
  if (place.view !== 'all') search.set('view', place.view);
  if (place.source) search.set('channel', place.source);
  if (place.isUnreadOnly) search.set('unread', '1');
  if (place.conversation) search.set('c', place.conversation);
  const text = search.toString();
  return text && `?${text}`;
}

/** The conversations of a view. */
export function queryOf({ view, source, isUnreadOnly }: Pick<Place, 'view' | 'source' | 'isUnreadOnly'>): ConversationQuery {
  return {
    ...(isBuiltIn(view) ? QUERIES[view] : { view }),
    ...(source ? { source } : {}),
    ...(isUnreadOnly ? { unread: 'team' as const } : {}),
  };
}
