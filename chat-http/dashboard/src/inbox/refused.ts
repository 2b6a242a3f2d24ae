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

/** Takes a message back into the composer whose files the channel does not take. Gives what notes one that leaves. */
export function useRefused(messages: readonly ThreadMessage[], onRefused: (sent: Sent, problems: readonly string[]) => void, discard: (key: string) => void): (sent: Sent) => void {
  const sent = useRef<Sent | null>(null);
  const latest = useRef({ onRefused, discard });
  latest.current = { onRefused, discard };
  useEffect(() => {
    const last = sent.current;
    if (!last || last.files.length === 0) return;
    const refused = messages.find((it) => it.pending?.state === 'failed' && it.content === last.text && problemsOf(it).length > 0);
    if (!refused) return;
    sent.current = null;
    latest.current.onRefused(last, problemsOf(refused));
    latest.current.discard(refused.key);
  }, [messages]);
  return (next) => void (sent.current = next);
}
