import type { Conversation } from '@chat/client';

/** How a list stood when somebody had begun to scroll in it. */
export interface Hold {
  readonly ids: readonly string[];
  /** When the newest message was that was listed then. */
  readonly newestAt: number;
}

const timeOf = (it: Conversation | undefined): number => (it?.lastMessageAt ? Date.parse(it.lastMessageAt) : 0);

export function holdOf(items: readonly Conversation[]): Hold {
  return { ids: items.map((it) => it.id), newestAt: Math.max(0, ...items.slice(0, 1).map(timeOf)) };
}

/**
 * What a list shows while somebody is in the middle of it: everything stays where it is, what does not fit any more goes, further
 * pages follow at the end. What has come to the top since is counted and shown when the hold ends.
 */
export function held(items: readonly Conversation[], hold: Hold | null): { items: readonly Conversation[]; fresh: number } {
  if (!hold) return { items, fresh: 0 };
  const now = new Map(items.map((it) => [it.id, it]));
  const fresh = items.filter((it) => timeOf(it) > hold.newestAt);
  const isFresh = new Set(fresh.map((it) => it.id));
  const isHeld = new Set(hold.ids);
  const kept = hold.ids.flatMap((id) => now.get(id) ?? []);
  const further = items.filter((it) => !isHeld.has(it.id) && !isFresh.has(it.id));
  return { items: [...kept, ...further], fresh: fresh.length };
}
