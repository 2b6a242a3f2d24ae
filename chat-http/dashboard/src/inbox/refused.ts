import { useEffect, useRef } from 'react';
import type { Upload } from './composing.js';
import type { ThreadMessage } from './types.js';

/** What left the composer last. */
export interface Sent {
  text: string;
  files: readonly Upload[];
}

/** What is wrong with which file; the channel names the file in its words. */
export const problemsOf = (message: Pick<ThreadMessage, 'pending'>): string[] =>
  (message.pending?.error?.errors ?? []).flatMap(({ field, problem }) => (field.startsWith('attachmentIds') ? [problem] : []));

type Pending = Pick<ThreadMessage, 'pending'>;
/** Whether it was too late for anything but a template. */
export const isLate = (message: Pending): boolean => message.pending?.error?.code === 'window_closed';

/**
 * Takes a message back into the composer whose files the channel does not take, or whose text came when only templates could be sent. Gives
 * what notes one that leaves.
 */
export function useRefused(messages: readonly ThreadMessage[], onRefused: (sent: Sent, problems: readonly string[]) => void, discard: (key: string) => void): (sent: Sent) => void {
  const sent = useRef<Sent | null>(null);
  const latest = useRef({ onRefused, discard });
  latest.current = { onRefused, discard };
  useEffect(() => {
    const last = sent.current;
    const late = messages.filter((it) => isLate(it) && it.content !== '');
    if (late.length > 0) {
      const isLast = late.some((it) => it.content === last?.text);
      if (isLast) sent.current = null;
      latest.current.onRefused({ text: late.map((it) => it.content).join('\n'), files: isLast && last ? last.files : [] }, []);
      for (const { key } of late) latest.current.discard(key);
      return;
    }
    if (!last || last.files.length === 0) return;
    const refused = messages.find((it) => it.pending?.state === 'failed' && it.content === last.text && problemsOf(it).length > 0);
    if (!refused) return;
    sent.current = null;
    latest.current.onRefused(last, problemsOf(refused));
    latest.current.discard(refused.key);
  }, [messages]);
  return (next) => void (sent.current = next);
}
