import type { ThreadMessage } from '@chat/client';

/** Messages of one sender within so long make one group. */
const GROUP_MS = 5 * 60_000;

interface Line {
  /** It stays the same when older messages come in before it. */
  key: string;
  /** The day that begins with it. */
  day?: string;
  /** Whether what comes from here on is new to whoever reads. */
  isNew?: boolean;
}

/** A line of a thread, from top to bottom. */
export type Entry = Line & ({ type: 'events'; events: readonly ThreadMessage[] } | { type: 'message'; message: ThreadMessage; isFirst: boolean; isLast: boolean });

export interface Grouping {
  /** Whether there is nothing before: the first day begins with the first message. */
  isWhole?: boolean;
  /** The key of the first message that is new. */
  newFrom?: string | null;
}

const dayOf = (at: string): string => new Date(at).toDateString();
const isEvent = (it: ThreadMessage): boolean => it.kind === 'event';

function belongs(one: ThreadMessage | undefined, other: ThreadMessage | undefined, newFrom: string | null): boolean {
  if (!one || !other || isEvent(one) || isEvent(other) || other.key === newFrom || dayOf(one.createdAt) !== dayOf(other.createdAt)) return false;
  const isOfOne = one.senderType === other.senderType && one.senderId === other.senderId && one.kind === other.kind;
  return isOfOne && Math.abs(Date.parse(other.createdAt) - Date.parse(one.createdAt)) < GROUP_MS;
}

/** Tells where days, groups and what is new begin, and folds what the system says. */
export function entriesOf(messages: readonly ThreadMessage[], { isWhole = true, newFrom = null }: Grouping = {}): Entry[] {
  const entries: Entry[] = [];
  let folded: { entry: Extract<Entry, { type: 'events' }>; events: ThreadMessage[] } | undefined;
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const isNewDay = before ? dayOf(before.createdAt) !== dayOf(message.createdAt) : isWhole;
    const line: Line = { key: message.key, ...(isNewDay ? { day: message.createdAt } : {}), ...(message.key === newFrom ? { isNew: true } : {}) };
    if (isEvent(message)) {
      if (folded && !isNewDay) {
        folded.events.push(message);
        folded.entry.key = message.key;
        return;
      }
      const events = [message];
      const entry = { ...line, type: 'events' as const, events };
      folded = { entry, events };
      entries.push(entry);
      return;
    }
    folded = undefined;
    const isFirst = !belongs(before, message, newFrom);
    entries.push({ ...line, type: 'message', message, isFirst, isLast: !belongs(message, messages[index + 1], newFrom) });
  });
  return entries;
}

/** The first of the last `count` messages of the customer; null when there are fewer. */
export function firstUnread(messages: readonly ThreadMessage[], count: number): ThreadMessage | null {
  if (count <= 0) return null;
  let left = count;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message?.senderType !== 'customer' || isEvent(message)) continue;
    left -= 1;
    if (left === 0) return message;
  }
  return null;
}

/** How many messages that somebody else wrote come after a position. */
export function freshAfter(messages: readonly ThreadMessage[], position: number, me: string): number {
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (!message || message.position <= position) break;
    if (!isEvent(message) && !message.pending && message.senderId !== me) count += 1;
  }
  return count;
}
