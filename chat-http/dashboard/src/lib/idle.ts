import { useEffect, useRef } from 'react';
import type { Rest } from '@chat/client';
import { useChatClient } from '@chat/react';
import { useTeam } from './team.js';

type Availability = Rest.Agent['availability'];

/** Whoever has touched nothing for so long is away. */
export const IDLE_MS = 10 * 60_000;
const LOOK_MS = 30_000;
/** When somebody last did something, in any window of this browser. */
const TOUCHED = 'chat.touched';
/** That it was not they themselves who said that they are away. */
const BY_ITSELF = 'chat.awayByItself';
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** What is to be said of somebody: nothing when it is right as it is. Only who is online goes away by itself, and only they come back. */
export function turn(availability: Availability, idleMs: number, wentByItself: boolean): 'away' | 'online' | null {
  if (idleMs >= IDLE_MS) return availability === 'online' ? 'away' : null;
  return availability === 'away' && wentByItself ? 'online' : null;
}

/** Says that somebody is away who has not touched anything for a while, and that they are back once they do. */
export function useIdle(): void {
  const chat = useChatClient();
  const { me, agents } = useTeam();
  const availability = agents.find((it) => it.id === me.id)?.availability;
  const known = useRef(availability);
  useEffect(() => {
    known.current = availability;
    // Whoever says something else about themselves has the last word.
    if (availability !== undefined && availability !== 'away') localStorage.removeItem(BY_ITSELF);
  }, [availability]);
  useEffect(() => {
    let isBusy = false;
    const look = async (): Promise<void> => {
      if (isBusy || known.current === undefined) return;
      const idleMs = Date.now() - Number(localStorage.getItem(TOUCHED) ?? Date.now());
      const next = turn(known.current, idleMs, localStorage.getItem(BY_ITSELF) !== null);
      if (next === null) return;
      isBusy = true;
      try {
        known.current = (await chat.api.put('/api/v1/me/availability', { body: { availability: next } })).availability;
        if (next === 'away') localStorage.setItem(BY_ITSELF, '1');
        else localStorage.removeItem(BY_ITSELF);
      } catch {
        // The next look tries again.
      } finally {
        isBusy = false;
      }
    };
    const touched = (): void => {
      const last = Number(localStorage.getItem(TOUCHED) ?? 0);
      if (Date.now() - last < 1000) return;
      localStorage.setItem(TOUCHED, String(Date.now()));
      if (known.current === 'away') void look();
    };
    touched();
    const timer = setInterval(() => void look(), LOOK_MS);
    for (const sign of SIGNS) addEventListener(sign, touched, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) removeEventListener(sign, touched);
    };
  }, [chat]);
}
