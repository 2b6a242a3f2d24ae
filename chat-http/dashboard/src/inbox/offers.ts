import { useEffect, useMemo, useState } from 'react';
import type { Rest } from '@chat/client';
import { useTeam } from '../lib/team.js';
import { useCanned } from './composing.js';
import type { Emoji } from './emoji.js';
import type { Trigger } from './triggers.js';
import type { Conversation } from './types.js';

/** Something that may come in place of what was typed. */
export interface Offer {
  id: string;
  title: string;
  hint: string;
  /** What is put there. */
  insert: string;
  /** Whom that means. */
  mention?: Rest.Mention & { name: string };
  /** The label that the conversation gets or loses instead. */
  label?: string;
}

const OFFERS_MAX = 8;

/** What there is for what was typed; null while it is not known. */
export function useOffers(conversation: Conversation, trigger: Trigger | null, isNote: boolean): readonly Offer[] | null {
  const { me, agents, teams, labels } = useTeam();
  const canned = useCanned(conversation.id, trigger?.sign === '/' ? trigger.word : null);
  const emoji = useEmoji(trigger?.sign === ':' ? trigger.word : null);
  return useMemo(() => {
    if (!trigger) return [];
    const word = trigger.word.toLocaleLowerCase();
    const has = (name: string): boolean => name.toLocaleLowerCase().includes(word);
    switch (trigger.sign) {
      case '/':
        return canned && canned.slice(0, OFFERS_MAX).map(({ id, name, content }) => ({ id, title: `/${name}`, hint: content, insert: content }));
      case ':':
        return emoji && emoji.map(({ sign, name }) => ({ id: sign, title: sign, hint: name, insert: `${sign} ` }));
      case '#':
        return labels.filter((it) => has(it.name)).slice(0, OFFERS_MAX).map(({ id, name }) => ({ id, title: `#${name}`, hint: conversation.labels.includes(id) ? '✓' : '', insert: '', label: id }));
      case '@': {
        if (!isNote) return [];
        const all = [
          ...agents.filter((it) => it.deactivatedAt === null && it.id !== me.id).map((it) => ({ type: 'agent' as const, id: it.id, name: it.name, hint: it.email })),
          ...teams.map((it) => ({ type: 'team' as const, id: it.id, name: it.name, hint: it.description ?? '' })),
        ];
        return all
          .filter((it) => has(it.name))
          .slice(0, OFFERS_MAX)
          .map(({ type, id, name, hint }) => ({ id, title: `@${name}`, hint, insert: `@${name} `, mention: { type, id, name } }));
      }
    }
  }, [trigger, canned, emoji, labels, conversation.labels, agents, teams, me.id, isNote]);
}

/** Emoji by their words, once they are loaded. */
function useEmoji(word: string | null): readonly Emoji[] | null {
  const [found, setFound] = useState<readonly Emoji[] | null>(null);
  useEffect(() => {
    if (word === null) return setFound(null);
    let isOver = false;
    import('./emoji.js').then(
      ({ emojiFor }) => isOver || setFound(emojiFor(word, OFFERS_MAX)),
      () => {},
    );
    return () => void (isOver = true);
  }, [word]);
  return found;
}
