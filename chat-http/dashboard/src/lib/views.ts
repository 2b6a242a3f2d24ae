import type { ConversationQuery } from '@chat/client';
import { type Asked, narrowing } from '../search/operators.js';

/** Views that everybody has. */
export const BUILT_IN = ['mine', 'unassigned', 'mentions', 'all', 'snoozed', 'closed'] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

export const isBuiltIn = (name: string): name is BuiltIn => (BUILT_IN as readonly string[]).includes(name);

const QUERIES: Record<BuiltIn, ConversationQuery> = {
  mine: { assigneeId: 'me', status: 'active', snoozed: false },
  unassigned: { assigneeId: 'nobody', status: 'active', snoozed: false },
  // Also what was closed since: whoever was asked something may want to read how it ended.
  mentions: { filter: '{"mentioned":["me"]}', status: 'active,closed' },
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
  /** What is looked for in the view: words and operators, as they were typed. */
  q: string | null;
}

/** Nothing beyond the view's own. */
export const UNFILTERED = { source: null, isUnreadOnly: false, isByWait: false, filter: null, q: null } as const;

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
    q: search.get('q') || null,
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
  if (place.q) search.set('q', place.q);
  if (place.conversation) search.set('c', place.conversation);
  const text = search.toString();
  return text && `?${text}`;
}

/** What a built-in view says itself, under the names that conditions have. */
const SAID = { status: 'status', snoozed: 'snoozed', assigneeId: 'assignee' } as const;

/** The conversations of a view. What somebody looks for in it goes before what the view says of the same. */
export function queryOf({ view, source, isUnreadOnly, isByWait, filter }: Omit<Place, 'conversation' | 'q'>, asked: Pick<Asked, 'words' | 'conditions'> | null = null): ConversationQuery {
  const own: ConversationQuery = isBuiltIn(view) ? { ...QUERIES[view] } : { view };
  const looked = asked ? narrowing(asked) : [];
  for (const [said, name] of Object.entries(SAID) as [keyof typeof SAID, string][]) if (looked.some((it) => name in it)) delete own[said];
  const filters = [own.filter, filter, ...looked.map((it) => JSON.stringify(it))].filter((it) => typeof it === 'string');
  return {
    ...own,
    ...(source ? { source } : {}),
    ...(isUnreadOnly ? { unread: 'team' as const } : {}),
    ...(isByWait ? { order: 'waiting' as const } : {}),
    ...(filters.length > 0 ? { filter: filters.length > 1 ? `{"all":[${filters.join(',')}]}` : filters[0] } : {}),
  };
}
