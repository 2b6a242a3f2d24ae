import type { Rest } from '@chat/client';

/** Whether the widget was met on a website, and what may be in the way. */
export type Seen = { is: 'seen'; day: string; loads: number } | { is: 'off' } | { is: 'blocked'; origin: string } | { is: 'unproven' } | { is: 'noDomain' } | { is: 'waiting' };

interface Known {
  status: Rest.Widget['status'];
  domains: readonly Rest.WidgetDomain[];
  days: readonly Rest.WidgetDay[];
  blocked: readonly Rest.BlockedOrigin[];
}

/** What is most worth saying: what is wrong now before what was well once. */
export function seenOf({ status, domains, days, blocked }: Known): Seen {
  if (status !== 'active') return { is: 'off' };
  const last = days.findLast((it) => it.loads > 0);
  if (last) return { is: 'seen', day: last.day, loads: last.loads };
  const refused = blocked.find((it) => !it.ignored);
  if (refused) return { is: 'blocked', origin: refused.origin };
  if (domains.length === 0) return { is: 'noDomain' };
  if (!domains.some((it) => it.verified)) return { is: 'unproven' };
  return { is: 'waiting' };
}
