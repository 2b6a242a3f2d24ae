import { createContext, useContext } from 'react';
import type { ThreadMessage } from './types.js';

/** What can be done with a message from within its bubble. */
export interface Talk {
  /** Answers it in particular. */
  quote(message: ThreadMessage): void;
  /** Answers it with a sign, in place of the team's earlier one; null takes that back. */
  react(message: ThreadMessage, emoji: string | null): void;
  /** Shows it. */
  jump(id: string): void;
  /** One that is loaded. */
  find(id: string): ThreadMessage | undefined;
}

export const TalkContext = createContext<Talk>({ quote: () => {}, react: () => {}, jump: () => {}, find: () => undefined });
export const useTalk = (): Talk => useContext(TalkContext);
