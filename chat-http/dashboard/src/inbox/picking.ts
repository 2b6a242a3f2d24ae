import { useCallback, useMemo, useRef, useState } from 'react';
import { between } from '../lib/bulk.js';

export interface Picking {
  /** Those that were picked, which need not be in sight. */
  ids: ReadonlySet<string>;
  /** Whether what is done is meant for everything that fits the view. */
  isAll: boolean;
  toggle(id: string): void;
  /** Picks everything from the last one on that was touched. */
  reach(id: string): void;
  pick(ids: readonly string[]): void;
  pickAll(): void;
  clear(): void;
}

interface Picked {
  /** The view that they are of: another one begins with none. */
  of: string;
  ids: ReadonlySet<string>;
  isAll: boolean;
}

/** Conversations of a view that something is to be done with. */
export function usePicking(view: string, listed: readonly { id: string }[]): Picking {
  const [picked, setPicked] = useState<Picked>({ of: view, ids: new Set(), isAll: false });
  const touched = useRef<string | null>(null);
  const latest = useRef(listed);
  latest.current = listed;
  const isHere = picked.of === view;
  const change = useCallback(
    (to: (ids: ReadonlySet<string>) => Iterable<string>) => setPicked((now) => ({ of: view, ids: new Set(to(now.of === view ? now.ids : new Set())), isAll: false })),
    [view],
  );
  const deeds = useMemo(
    () => ({
      toggle: (id: string) => {
        touched.current = id;
        change((ids) => (ids.has(id) ? [...ids].filter((it) => it !== id) : [...ids, id]));
      },
      reach: (id: string) => {
        const more = between(latest.current.map((it) => it.id), touched.current, id);
        touched.current = id;
        change((ids) => [...ids, ...more]);
      },
      pick: (more: readonly string[]) => change((ids) => [...ids, ...more]),
      pickAll: () => setPicked((now) => ({ ...now, of: view, isAll: true })),
      clear: () => {
        touched.current = null;
        change(() => []);
      },
    }),
    [change, view],
  );
  return useMemo(() => ({ ids: isHere ? picked.ids : new Set<string>(), isAll: isHere && picked.isAll, ...deeds }), [isHere, picked, deeds]);
}
