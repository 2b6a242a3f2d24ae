import type { ReactNode } from 'react';
import { Repeat } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Rest } from './types.js';

/** A team to assign to, and whether one of its members gets the conversation in turn. */
export function TeamName({ team: { name, roundRobin } }: { team: Pick<Rest.Team, 'name' | 'roundRobin'> }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {name}
      {roundRobin && (
        <span className="turns" title={t('actions.turnsHint')}>
          <Repeat size={12} aria-hidden />
          {t('actions.turns')}
          <span className="sr">. {t('actions.turnsHint')}</span>
        </span>
      )}
    </>
  );
}
