import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useTeam } from '../lib/team.js';
import { type Place, placeOf, searchOf } from '../lib/views.js';
import { type Asked, asked } from '../search/operators.js';

/** Where in the inbox somebody is, as the address says it, and going elsewhere. */
export function usePlace(): [Place, (change: Partial<Place>, how?: { replace?: boolean }) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const place = useMemo(() => placeOf(new URLSearchParams(search)), [search]);
  const go = useCallback(
    (change: Partial<Place>, how: { replace?: boolean } = {}) => navigate(`/${searchOf({ ...place, ...change })}`, how),
    [navigate, place],
  );
  return [place, go];
}

/** What is looked for in the view; null while nothing is. */
export function useLookedFor({ q }: Place): Asked | null {
  const { agents, teams, labels } = useTeam();
  return useMemo(() => (q ? asked(q, { agents, teams, labels }) : null), [q, agents, teams, labels]);
}
