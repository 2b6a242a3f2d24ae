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
  /** Those that have waited longest first, instead of those with the latest message. */
  isByWait: boolean;
  /** A condition beyond the view's own, as JSON. */
  filter: string | null;
}

/** Nothing beyond the view's own. */
export const UNFILTERED = { source: null, isUnreadOnly: false, isByWait: false, filter: null } as const;

function filterIn(text: string | null): string | null {
  try {
    const told: unknown = JSON.parse(text ?? 'null');
    return typeof told === 'object' && told !== null && Object.keys(told).length > 0 ? text : null;
  } catch {
    // Whoever has shortened the address sees the view as it is.
    return null;
  }
}

export function placeOf(search: URLSearchParams): Place {
  return {
    view: search.get('view') || 'all',
    conversation: search.get('c') || null,
    source: search.get('channel') || null,
    isUnreadOnly: search.get('unread') === '1',
    isByWait: search.get('order') === 'waiting',
    filter: filterIn(search.get('filter')),
  };
}

/** The address that says it; what goes without saying is left out. */
export function searchOf(place: Place): string {
  const search = new URLSearchParams();
  if (place.view !== 'all') search.set('view', place.view);
  if (place.source) search.set('channel', place.source);
  if (place.isUnreadOnly) search.set('unread', '1');
  if (place.isByWait) search.set('order', 'waiting');
  if (place.filter) search.set('filter', place.filter);
  if (place.conversation) search.set('c', place.conversation);
  const text = search.toString();
  return text && `?${text}`;
}

/** The conversations of a view. */
export function queryOf({ view, source, isUnreadOnly, isByWait, filter }: Omit<Place, 'conversation'>): ConversationQuery {
  return {
    ...(isBuiltIn(view) ? QUERIES[view] : { view }),
    ...(source ? { source } : {}),
    ...(isUnreadOnly ? { unread: 'team' as const } : {}),
    ...(isByWait ? { order: 'waiting' as const } : {}),
    ...(filter ? { filter } : {}),
  };
}
