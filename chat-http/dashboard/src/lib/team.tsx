import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Rest } from '@chat/client';
import { useChatClient, useChatEvent, useRoom } from '@chat/react';

/** What everybody in the team has in common. */
export interface Team {
  me: Rest.Me;
  agents: readonly Rest.Colleague[];
  teams: readonly Rest.Team[];
  labels: readonly Rest.Label[];
  views: readonly Rest.View[];
  counts: ReadonlyMap<string, number>;
  nameOf(agentId: string | null | undefined): string | null;
  may(permission: Rest.Me['permissions'][number]): boolean;
}

const Context = createContext<Team | null>(null);

/** How long to wait before the server is asked again, so that many events make one question. */
const ASK_MS = 1500;

export function useTeam(): Team {
  const team = useContext(Context);
  if (!team) throw new Error('there is no team outside of TeamProvider');
  return team;
}

type Loaded = Pick<Team, 'agents' | 'teams' | 'labels' | 'views'>;
const NOTHING: Loaded = { agents: [], teams: [], labels: [], views: [] };

export function TeamProvider({ me, children }: { me: Rest.Me; children: ReactNode }): ReactNode {
  const chat = useChatClient();
  const [loaded, setLoaded] = useState(NOTHING);
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map());
  const [turn, setTurn] = useState(0);
  const [countTurn, setCountTurn] = useState(0);
  useRoom('inbox');

  useEffect(() => {
    let isOver = false;
    const take = async (): Promise<void> => {
      const [agents, teams, labels, views] = await Promise.all([
        chat.api.get('/api/v1/agents'),
        chat.api.get('/api/v1/teams'),
        chat.api.get('/api/v1/labels'),
        chat.api.get('/api/v1/views'),
      ]);
      if (!isOver) setLoaded({ agents: agents.items, teams: teams.items, labels: labels.items, views: views.items });
    };
    // What was there stays; the next event or reload asks again.
    take().catch(() => {});
    return () => void (isOver = true);
  }, [chat, turn]);

  const hasViews = loaded.views.length > 0;
  useEffect(() => {
    if (!hasViews) return undefined;
    const timer = setTimeout(() => {
      chat.api.get('/api/v1/view-counts').then(
        ({ items }) => setCounts(new Map(items.map((it) => [it.viewId, it.count]))),
        () => {},
      );
    }, countTurn === 0 ? 0 : ASK_MS);
    return () => clearTimeout(timer);
  }, [chat, hasViews, countTurn]);

  const again = (): void => setTurn((it) => it + 1);
  useChatEvent('definition', again);
  useChatEvent('agent', again);
  useChatEvent('resync', again);
  useChatEvent('conversation', () => setCountTurn((it) => it + 1));
  useChatEvent('message', () => setCountTurn((it) => it + 1));

  const team = useMemo<Team>(() => {
    const names = new Map(loaded.agents.map((it) => [it.id, it.name]));
    return {
      me,
      ...loaded,
      counts,
      nameOf: (id) => (id ? (names.get(id) ?? (id === me.id ? me.name : null)) : null),
      may: (permission) => me.permissions.includes(permission),
    };
  }, [me, loaded, counts]);
  return <Context value={team}>{children}</Context>;
}
