import { useEffect, useState, useSyncExternalStore } from 'react';
import { chat } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';

const placeOf = (agentId: string): string => `chat.start.${agentId}`;
const OVER = 'chat:start-over';

/** It is done, or somebody does not want it: it is not offered any more. */
export function endStart(agentId: string): void {
  localStorage.setItem(placeOf(agentId), 'over');
  dispatchEvent(new Event(OVER));
}

function watch(listener: () => void): () => void {
  addEventListener(OVER, listener);
  return () => removeEventListener(OVER, listener);
}

let looked: Promise<boolean> | null = null;

/** Whether the first steps are still to be gone, for those who set things up. */
export function useStart(): boolean {
  const { me, may } = useTeam();
  const isOver = useSyncExternalStore(watch, () => localStorage.getItem(placeOf(me.id)) !== null);
  const [isOpen, setOpen] = useState(false);
  const isFor = !isOver && may('widgets.manage');
  useEffect(() => {
    if (!isFor) return undefined;
    let isGone = false;
    looked ??= import('./steps.js').then(({ look }) => look(chat, may)).then((steps) => steps.every(({ isDone }) => isDone));
    looked.then(
      (isDone) => {
        if (isDone) endStart(me.id);
        else if (!isGone) setOpen(true);
      },
      // Nobody misses what could not be found out; the next page asks again.
      () => void (looked = null),
    );
    return () => void (isGone = true);
  }, [isFor, may, me.id]);
  return isFor && isOpen;
}
