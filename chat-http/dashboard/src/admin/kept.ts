import { useCallback, useEffect, useState } from 'react';

/** What was begun and not saved, by where: whoever goes away and comes back finds it again. */
const kept = new Map<string, unknown>();

export interface Kept<Draft> {
  draft: Draft;
  isChanged: boolean;
  set(change: Partial<Draft>): void;
  /** Back to what there was. */
  drop(): void;
}

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** A form's values, starting from what there is. They outlive the form until they are saved or dropped, and closing the window asks. */
export function useKept<Draft extends object>(place: string, start: Draft): Kept<Draft> {
  const [changes, setChanges] = useState(() => (kept.get(place) ?? {}) as Partial<Draft>);
  const draft = { ...start, ...changes };
  const isChanged = Object.keys(changes).some((name) => JSON.stringify(draft[name as keyof Draft]) !== JSON.stringify(start[name as keyof Draft]));
  useEffect(() => {
    if (isChanged) kept.set(place, changes);
    else kept.delete(place);
  }, [place, changes, isChanged]);
  useEffect(() => {
    if (!isChanged) return undefined;
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isChanged]);
  const set = useCallback((change: Partial<Draft>) => setChanges((now) => ({ ...now, ...change })), []);
  const drop = useCallback(() => {
    kept.delete(place);
    setChanges({});
  }, [place]);
  return { draft, isChanged, set, drop };
}
