import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';

const KEPT = 'chat.keys';

/** Whether single keys do something; those who use a voice or a keyboard of their own switch that off. */
export const areKeysOn = (): boolean => localStorage.getItem(KEPT) !== 'off';
export const switchKeys = (isOn: boolean): void => localStorage.setItem(KEPT, isOn ? 'on' : 'off');

/** Whether somebody is writing, or has opened something that has keys of its own. */
export function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"], [role="listbox"]') !== null;
}

/** Keys for as long as the component is there, by where they are on the keyboard rather than by what they type. */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const names = Object.keys(latest.current);
    const handle = (name: string) => (event: KeyboardEvent): void => {
      if (!areKeysOn() || isBusy(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      latest.current[name]?.(event);
    };
    return tinykeys(window, Object.fromEntries(names.map((name) => [name, handle(name)])));
  }, []);
}
