/**
 * How long pages rest between two renderings while much happens, in ms. What one event changes is rendered at once; those of a burst are
 * rendered together, so that fifty events a second cost twenty renderings at most.
 */
export const PACE_MS = 50;

const waiting = new Set<() => void>();
let restedAt = -Infinity;
let flushesAt = -Infinity;
/** Whether something is being rendered: whatever changes along with it is rendered with it. */
let isOpen = false;

/** Calls a listener now, or together with others as soon as the last rendering is long enough ago. */
export function pace(listener: () => void): void {
  const now = performance.now();
  const rest = restedAt + PACE_MS - now;
  waiting.add(listener);
  // Clocks of tests jump.
  if (isOpen || rest <= 0 || rest > PACE_MS) return flush();
  if (flushesAt > now && flushesAt <= now + PACE_MS) return;
  flushesAt = now + rest;
  setTimeout(flush, rest);
}

/** Forgets a listener that nobody waits for any more. */
export function unpace(listener: () => void): void {
  waiting.delete(listener);
}

function flush(): void {
  const all = [...waiting];
  waiting.clear();
  for (const listener of all) listener();
  if (isOpen || all.length === 0) return;
  isOpen = true;
  // React renders in a microtask that it has asked for by now: the rest begins after it.
  queueMicrotask(() => {
    isOpen = false;
    restedAt = performance.now();
  });
}
