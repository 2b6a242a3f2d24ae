import type { ConversationFilter } from './generated/rest.js';
import type { Conversation, ConversationQuery } from './types.js';

/** Who asks. */
export interface Viewer {
  agentId: string | null;
  now: number;
}

/** Yes, no, or only the server can tell. */
export type Verdict = boolean | undefined;

/** A condition as the server's filters have it: an object with one field. */
export type Condition = { readonly [name: string]: unknown };

/** The condition that a query stands for. */
export function conditionOf(query: ConversationQuery): ConversationFilter {
  const all: Condition[] = [];
  const list = (name: string, given: string | undefined): void => {
    if (given) all.push({ [name]: given.split(',') });
  };
  if (query.view) all.push({ view: query.view });
  if (query.filter) all.push(JSON.parse(query.filter) as Condition);
  list('status', query.status);
  list('source', query.source);
  list('assignee', query.assigneeId);
  list('team', query.teamId);
  list('label', query.label);
  list('priority', query.priority);
  list('customer', query.customerId);
  list('account', query.accountId);
  list('widget', query.widgetId);
  list('language', query.language);
  if (query.unread) all.push({ unread: query.unread });
  if (query.waiting !== undefined) all.push({ waiting: query.waiting });
  if (query.snoozed !== undefined) all.push({ snoozed: query.snoozed });
  if (query.q) all.push({ text: query.q });
  return { all: all as ConversationFilter[] };
}

/** Whether a conversation meets a condition, as far as that can be told here. */
export function meets(condition: Condition, it: Conversation, viewer: Viewer): Verdict {
  const [entry] = Object.entries(condition);
  if (!entry) return undefined;
  const [name, value] = entry;
  const some = (actual: string | null | undefined): boolean => actual != null && (value as string[]).includes(actual);
  const who = (is: (id: string) => boolean, isNobody: boolean): Verdict =>
    verdict(
      'or',
      (value as string[]).map((one) => (one === 'nobody' ? isNobody : one === 'me' ? (viewer.agentId === null ? undefined : is(viewer.agentId)) : is(one))),
    );
  switch (name) {
    case 'all':
      return verdict('and', (value as Condition[]).map((one) => meets(one, it, viewer)));
    case 'any':
      return verdict('or', (value as Condition[]).map((one) => meets(one, it, viewer)));
    case 'not': {
      const answer = meets(value as Condition, it, viewer);
      return answer === undefined ? undefined : !answer;
    }
    case 'status':
      return some(it.status);
    case 'source':
      return some(it.source);
    case 'assignee':
      return who((id) => it.assigneeId === id, it.assigneeId === null);
    case 'participant':
      return who((id) => it.participants.includes(id), it.participants.length === 0);
    case 'team':
      return verdict(
        'or',
        (value as string[]).map((one) => (one === 'none' ? it.teamId === null : one === 'mine' ? (it.teamId === null ? false : undefined) : it.teamId === one)),
      );
    case 'label':
      return it.labels.some(some);
    case 'priority':
      return some(it.priority);
    case 'customer':
      return some(it.customerId);
    case 'account':
      return some(it.accountId);
    case 'widget':
      return some(it.widgetId);
    case 'unread':
      return value === 'team' ? it.unreadCount > 0 : value === 'nobody' ? it.unreadCount === 0 : (it.isUnread ?? undefined);
    case 'waiting':
      return (it.waitingSince !== null) === value;
    case 'snoozed':
      return (it.snoozedUntil !== null && Date.parse(it.snoozedUntil) > viewer.now) === value;
    default:
      // Texts, attributes, times, languages and saved views: the server knows.
      return undefined;
  }
}

function verdict(word: 'and' | 'or', parts: readonly Verdict[]): Verdict {
  const settles = word === 'or';
  if (parts.includes(settles)) return settles;
  return parts.includes(undefined) ? undefined : !settles;
}
