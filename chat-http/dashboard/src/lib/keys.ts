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

/** The same keys by where they are, for keyboards that have other letters there: Arabic, Cyrillic, Greek. */
export const placed = (name: string): string => name.replace(/(?<=^| )[a-z](?= |$)/g, (letter) => `Key${letter.toUpperCase()}`);

const isLatin = (key: string): boolean => /^[\x20-\x7e]$/.test(key);

/** How long after the first key of two the second one belongs to it. */
const PAIR_MS = 1000;
let isSecond = false;
let firstAt = Number.NEGATIVE_INFINITY;
// Before anybody else hears of it: `I` after `G` goes somewhere and assigns nothing.
addEventListener(
  'keydown',
  (event) => {
    isSecond = event.timeStamp - firstAt < PAIR_MS;
    const isFirst = (event.key === 'g' || (event.code === 'KeyG' && !isLatin(event.key))) && !isSecond;
    firstAt = isFirst && !isBusy(event.target) ? event.timeStamp : Number.NEGATIVE_INFINITY;
  },
  { capture: true },
);

/** Keys for as long as the component is there: those that type a letter, or on whose place it is where none is typed. */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const names = Object.keys(latest.current);
    const handle = (name: string) => (event: KeyboardEvent): void => {
      if (!areKeysOn() || isBusy(event.target) || event.ctrlKey || event.metaKey || event.altKey || (isSecond && !name.includes(' '))) return;
      event.preventDefault();
      latest.current[name]?.(event);
    };
    const byPlace = names.filter((name) => placed(name) !== name);
    return tinykeys(window, {
      ...Object.fromEntries(names.map((name) => [name, handle(name)])),
      ...Object.fromEntries(byPlace.map((name) => [placed(name), (event: KeyboardEvent) => void (isLatin(event.key) || handle(name)(event))])),
    });
  }, []);
}
