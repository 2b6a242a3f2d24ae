import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../lib/team.js';
import { useTalk } from './talk.js';
import type { ThreadMessage } from './types.js';

/** The signs that a message was answered with. The team's own is taken back by a click. */
export function Reactions({ message, customer }: { message: ThreadMessage; customer: string }): ReactNode {
  const { t } = useTranslation('inbox');
  const { may } = useTeam();
  const { react } = useTalk();
  if (message.reactions.length === 0 || message.deletedAt) return null;
  return (
    <ul className="signs" aria-label={t('sign.all')}>
      {message.reactions.map(({ emoji, by }) => (
        <li key={by}>
          {by === 'agent' && may('conversations.reply') ? (
            <button type="button" title={t('sign.takeBack')} aria-label={`${t('sign.team', { emoji })}. ${t('sign.takeBack')}`} onClick={() => react(message, null)}>
              {emoji}
            </button>
          ) : (
            <span role="img" aria-label={by === 'agent' ? t('sign.team', { emoji }) : `${customer}: ${emoji}`} title={by === 'agent' ? t('sign.team', { emoji }) : customer}>
              {emoji}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
