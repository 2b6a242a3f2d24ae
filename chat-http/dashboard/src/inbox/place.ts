import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Place, placeOf, searchOf } from '../lib/views.js';

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
