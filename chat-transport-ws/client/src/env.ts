/** What the client is told about its own work. Never given texts, numbers or tokens. */
export interface Logger {
  debug?(message: string, details?: Record<string, unknown>): void;
  warn?(message: string, details?: Record<string, unknown>): void;
}

/** A wait with chance in it, so that those who failed together do not come back together: doubles up to `max`. */
export function backoff(attempt: number, base = 1000, max = 10_000): number {
  return Math.min(base * 2 ** Math.min(attempt, 16), max) * (0.5 + Math.random());
}

/** A name that nobody else has. */
export function uuid(): string {
  // Only pages that came by https have the short way.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

interface Place {
  addEventListener?(name: string, heard: () => void): void;
  removeEventListener?(name: string, heard: () => void): void;
  document?: Place & { visibilityState?: string };
}

/** Calls `heard` when the network is back or the page is seen again; where there is neither, never. */
export function onReturn(heard: () => void): () => void {
  const place = globalThis as Place;
  const page = place.document;
  const seen = (): void => {
    if (page?.visibilityState === 'visible') heard();
  };
  place.addEventListener?.('online', heard);
  page?.addEventListener?.('visibilitychange', seen);
  return () => {
    place.removeEventListener?.('online', heard);
    page?.removeEventListener?.('visibilitychange', seen);
  };
}
