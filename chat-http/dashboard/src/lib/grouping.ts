import type { ThreadMessage } from '@chat/client';

/** Messages of one sender within so long make one group. */
const GROUP_MS = 5 * 60_000;

/** What a thread shows, from top to bottom. */
export type Entry =
  | { type: 'day'; key: string; at: string }
  | { type: 'events'; key: string; events: readonly ThreadMessage[] }
  | { type: 'message'; key: string; message: ThreadMessage; isFirst: boolean; isLast: boolean };

const dayOf = (at: string): string => new Date(at).toDateString();
const isEvent = (it: ThreadMessage): boolean => it.kind === 'event';

function belongs(one: ThreadMessage | undefined, other: ThreadMessage | undefined): boolean {
  if (!one || !other || isEvent(one) || isEvent(other) || dayOf(one.createdAt) !== dayOf(other.createdAt)) return false;
  const isOfOne = one.senderType === other.senderType && one.senderId === other.senderId && one.kind === other.kind;
  return isOfOne && Math.abs(Date.parse(other.createdAt) - Date.parse(one.createdAt)) < GROUP_MS;
}

/** Puts days between messages, folds what the system says, and tells where groups begin and end. */
export function entriesOf(messages: readonly ThreadMessage[]): Entry[] {
  const entries: Entry[] = [];
  let folded: ThreadMessage[] | undefined;
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    if (!before || dayOf(before.createdAt) !== dayOf(message.createdAt)) {
      entries.push({ type: 'day', key: `day ${dayOf(message.createdAt)}`, at: message.createdAt });
      folded = undefined;
    }
    if (isEvent(message)) {
      if (folded) folded.push(message);
      else entries.push({ type: 'events', key: `events ${message.key}`, events: (folded = [message]) });
      return;
    }
    folded = undefined;
    const isFirst = !belongs(before, message);
    entries.push({ type: 'message', key: message.key, message, isFirst, isLast: !belongs(message, messages[index + 1]) });
  });
  return entries;
}
