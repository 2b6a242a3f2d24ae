import type { Rest } from '@chat/client';

/** How a number is doing. */
export type Health = 'well' | 'slowed' | 'paused' | 'refused' | 'gone';

/** A number that its owner has paused is well; one that Meta refuses is not. */
export function healthOf({ status, pauseReason, throttledUntil }: Pick<Rest.WhatsAppAccount, 'status' | 'pauseReason' | 'throttledUntil'>, now: number): Health {
  if (status === 'disconnected') return 'gone';
  if (status === 'paused') return pauseReason ? 'refused' : 'paused';
  return throttledUntil && Date.parse(throttledUntil) > now ? 'slowed' : 'well';
}

export const TONES: Record<Health, 'good' | 'amber' | 'bad' | 'idle'> = { well: 'good', slowed: 'amber', paused: 'amber', refused: 'bad', gone: 'idle' };

/** What somebody has written to a number last. */
export interface Heard {
  at: string;
  conversationId: string;
}

type Talk = Pick<Rest.Conversation, 'id' | 'lastMessage' | 'waitingSince'>;

/** The last that is known to have come from a customer; what the team has written says nothing about what arrives. */
export function heardOf(talks: readonly Talk[]): Heard | null {
  let last: Heard | null = null;
  for (const { id, lastMessage, waitingSince } of talks) {
    const at = lastMessage?.senderType === 'customer' ? lastMessage.createdAt : waitingSince;
    if (at && (!last || Date.parse(at) > Date.parse(last.at))) last = { at, conversationId: id };
  }
  return last;
}
