import type { Conversation, ThreadMessage } from '@chat/client';

/** For how long after the customer's last message WhatsApp takes what is not a template. */
const WINDOW_MS = 24 * 3_600_000;
/** How long before its end it is urgent. */
const SOON_MS = 2 * 3_600_000;

/** Until when a customer can be written to freely. */
export interface ReplyWindow {
  until: number;
  state: 'open' | 'soon' | 'closed';
}

/**
 * The window of a conversation; null where there is none, or where nobody knows: what the customer last wrote may be older than what is
 * loaded.
 */
export function windowOf({ source }: Pick<Conversation, 'source'>, messages: readonly ThreadMessage[], now: number): ReplyWindow | null {
  if (source !== 'whatsapp') return null;
  const last = messages.findLast((it) => it.senderType === 'customer' && it.kind !== 'event');
  if (!last) return null;
  const until = Date.parse(last.sentAt ?? last.createdAt) + WINDOW_MS;
  return { until, state: now >= until ? 'closed' : until - now < SOON_MS ? 'soon' : 'open' };
}
