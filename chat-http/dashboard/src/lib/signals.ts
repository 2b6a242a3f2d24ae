import { useEffect, useRef } from 'react';

/** What one part of the page may want of another, wherever that is. */
export type Signal = 'help' | 'palette' | 'reply' | 'note' | 'macros' | 'template' | 'preferences';

/** Asks whoever can do it. */
export const ask = (signal: Signal): void => void dispatchEvent(new Event(`chat:${signal}`));

/** Does what is asked for as long as the component is there. */
export function useAsked(signal: Signal, work: () => void): void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => {
    const hear = (): void => latest.current();
    addEventListener(`chat:${signal}`, hear);
    return () => removeEventListener(`chat:${signal}`, hear);
  }, [signal]);
}
