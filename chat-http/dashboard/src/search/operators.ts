import type { QueryOf, Rest } from '@chat/client';

type Query = QueryOf<'GET /api/v1/search'>;
export type Asked = Pick<Query, 'q' | 'source' | 'status' | 'assigneeId' | 'teamId'>;

/** Whom names stand for. */
export interface Known {
  me: { id: string };
  agents: readonly Pick<Rest.Colleague, 'id' | 'name'>[];
  teams: readonly Pick<Rest.Team, 'id' | 'name'>[];
}

const STATUS: Record<string, Query['status']> = { open: 'active', active: 'active', closed: 'closed', archived: 'archived' };
/** `is:open`, `channel:website`, `assigned:me`, `team:"Second level"`. */
const OPERATOR = /(?<=^|\s)(is|channel|assigned|team):(?:"([^"]*)"|(\S+))/gi;

const named = (all: readonly { id: string; name: string }[], name: string): string | undefined => {
  const wanted = name.toLowerCase();
  return (all.find((it) => it.name.toLowerCase() === wanted) ?? all.find((it) => it.name.toLowerCase().startsWith(wanted)))?.id;
};

/**
 * What is looked for: words, and what the conversation has to be like. An operator that means nothing here stays a word, so that
 * whoever looks for `is:broken` finds it.
 */
export function asked(text: string, { me, agents, teams }: Known): Asked {
  const query: Asked = { q: '' };
  const rest = text.replace(OPERATOR, (whole, operator: string, quoted: string | undefined, plain: string | undefined) => {
    const value = (quoted ?? plain ?? '').trim();
    const found: Partial<Asked> = {};
    switch (operator.toLowerCase()) {
      case 'is':
        found.status = STATUS[value.toLowerCase()];
        break;
      case 'channel':
        found.source = value.toLowerCase() || undefined;
        break;
      case 'assigned':
        found.assigneeId = value.toLowerCase() === 'me' ? me.id : named(agents, value);
        break;
      default:
        found.teamId = named(teams, value);
    }
    if (Object.values(found).every((it) => it === undefined)) return whole;
    Object.assign(query, found);
    return ' ';
  });
  // A space at the end says that the last word is whole.
  query.q = rest.replace(/\s+/g, ' ').trimStart();
  return query;
}
