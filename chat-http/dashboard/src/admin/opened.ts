import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** What of a page is opened, as the address says it: `?open=…`. Going back closes it. */
export function useOpened(name = 'open'): [opened: string | null, open: (id: string | null) => void] {
  const [search, change] = useSearchParams();
  const open = useCallback(
    (id: string | null) =>
      change((before) => {
        const after = new URLSearchParams(before);
        if (id === null) after.delete(name);
        else after.set(name, id);
        return after;
      }),
    [change, name],
  );
  return [search.get(name), open];
}
