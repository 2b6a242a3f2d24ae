import { useCallback, useEffect, useRef, useState } from 'react';
import { type Draft, type Thread, until } from '@chat/client';
import type { Patch } from '../lib/bulk.js';

/** What was sent and can still be taken back. */
export interface Leaving {
  draft: Draft;
  /** What becomes of the conversation once the customer has it. */
  then: Patch | null;
  /** Until when. */
  at: number;
}

export interface UseLeaving {
  leaving: Leaving | null;
  /** Sends it after `seconds`; what waits already goes first. */
  send(draft: Draft, then: Patch | null, seconds: number): void;
  /** Takes back what has not left yet. */
  undo(): Leaving | null;
  /** Waits no longer. */
  hurry(): void;
}

/**
 * Holds what was sent for a few seconds. Whoever goes to another conversation or closes the page sends it at once. `change` is made when
 * the server has the message: an answer would open again what was closed before it.
 */
export function useLeaving(thread: Thread, change: (patch: Patch) => Promise<void>): UseLeaving {
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const latest = useRef<Leaving | null>(null);
  const latestChange = useRef(change);
  latestChange.current = change;

  const put = useCallback((next: Leaving | null) => {
    latest.current = next;
    setLeaving(next);
  }, []);
  const leave = useCallback(
    ({ draft, then }: Leaving) => {
      const { key } = thread.send(draft);
      if (!then) return;
      void until(thread.messages, (all) => {
        const message = all.find((it) => it.key === key);
        return !message || message.pending === null || message.pending.state === 'failed';
      }).then((all) => {
        if (all.find((it) => it.key === key)?.pending === null) return latestChange.current(then);
        return undefined;
      });
    },
    [thread],
  );
  const hurry = useCallback(() => {
    const now = latest.current;
    if (!now) return;
    put(null);
    leave(now);
  }, [leave, put]);

  useEffect(() => {
    if (!leaving) return undefined;
    const timer = setTimeout(hurry, Math.max(0, leaving.at - Date.now()));
    return () => clearTimeout(timer);
  }, [leaving, hurry]);
  useEffect(() => {
    addEventListener('pagehide', hurry);
    return () => {
      removeEventListener('pagehide', hurry);
      hurry();
    };
  }, [hurry]);

  return {
    leaving,
    hurry,
    send: (draft, then, seconds) => {
      hurry();
      const next = { draft, then, at: Date.now() + seconds * 1000 };
      if (seconds > 0) put(next);
      else leave(next);
    },
    undo: () => {
      const now = latest.current;
      put(null);
      return now;
    },
  };
}
