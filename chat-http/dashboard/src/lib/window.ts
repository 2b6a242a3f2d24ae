import type { Conversation, ThreadMessage } from '@chat/client';

/** For how long after the customer's last message WhatsApp takes what is not a template. */
const WINDOW_MS = 24 * 3_600_000;
/** How long before its end it is urgent. */
const SOON_MS = 2 * 3_600_000;

/** Until when a customer can be written to freely. */
export interface ReplyWindow {
  /** Nothing when the customer has never written. */
  until: number | null;
  state: 'open' | 'soon' | 'closed';
}

/** What the server tells of it. Whether it is open changes without its telling. */
type Told = Pick<NonNullable<Conversation['replyWindow']>, 'until'>;

/**
 * The window of a conversation; null where there is none. The server tells its end; what the customer has written since then moves it, and
 * no event says so.
 */
export function windowOf({ source, replyWindow }: { source: string; replyWindow: Told | null }, messages: readonly ThreadMessage[], now: number): ReplyWindow | null {
  if (!replyWindow && source !== 'whatsapp') return null;
  const last = source === 'whatsapp' ? messages.findLast((it) => it.senderType === 'customer' && it.kind !== 'event') : undefined;
  const ends = [replyWindow?.until ? Date.parse(replyWindow.until) : 0, last ? Date.parse(last.sentAt ?? last.createdAt) + WINDOW_MS : 0];
  const until = Math.max(...ends);
  // Nobody knows: what the customer last wrote may be older than what is loaded.
  if (until === 0) return replyWindow ? { until: null, state: 'closed' } : null;
  return { until, state: now >= until ? 'closed' : until - now < SOON_MS ? 'soon' : 'open' };
}
