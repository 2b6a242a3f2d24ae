import type { Api, Rest, Thread } from '@chat/client';
import type { Talk } from './talk.js';
import type { ThreadMessage } from './types.js';

/** The signs of a message with the team's as it is to be. */
export function given(reactions: readonly Rest.Reaction[], emoji: string | null, at: string): Rest.Reaction[] {
  const others = reactions.filter((it) => it.by !== 'agent');
  return emoji === null ? others : [...others, { by: 'agent', emoji, at }];
}

/** Gives signs: at once for whoever does, and back again when the server refuses. */
export function reactor(api: Api, thread: Thread, tell: (thrown: unknown) => void): Talk['react'] {
  return (message, emoji) => {
    const path = { path: { id: message.id } };
    const { key: _, pending: __, ...before }: ThreadMessage = message;
    thread.put({ ...before, reactions: given(before.reactions, emoji, new Date().toISOString()) });
    const told = emoji === null ? api.delete('/api/v1/messages/{id}/reaction', path) : api.put('/api/v1/messages/{id}/reaction', { ...path, body: { emoji } });
    told.then(
      (after) => thread.put(after),
      (thrown: unknown) => {
        thread.put(before);
        tell(thrown);
      },
    );
  };
}
