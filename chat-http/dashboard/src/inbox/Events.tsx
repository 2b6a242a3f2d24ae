import { type ReactNode, useState } from 'react';
import type { ThreadMessage } from '@chat/client';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../lib/team.js';
import { clock, moment } from '../lib/time.js';

const KNOWN = new Set(['assigned', 'closed', 'reopened', 'archived', 'snoozed', 'woken', 'renamed', 'labelled', 'prioritised', 'teamAssigned']);

/** What the system has noted: one line, or folded to one. */
export function Events({ events }: { events: readonly ThreadMessage[] }): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (events.length > 2 && !isOpen) {
    return (
      <button type="button" className="events" onClick={() => setOpen(true)} aria-expanded={false}>
        {t('thread.events', { count: events.length })}
        <ChevronDown size={13} aria-hidden />
      </button>
    );
  }
  return (
    <div className="events">
      {events.map((event) => (
        <Event key={event.key} event={event} />
      ))}
    </div>
  );
}

function Event({ event: { payload, content, createdAt } }: { event: ThreadMessage }): ReactNode {
  const { t, i18n } = useTranslation();
  const { nameOf, teams } = useTeam();
  const told = (payload ?? {}) as { event?: string; agentId?: string; assigneeId?: string | null; teamId?: string | null; priority?: string; until?: string; snoozedUntil?: string };
  const whom = told.event === 'teamAssigned' ? teams.find((it) => it.id === told.teamId)?.name : nameOf(told.assigneeId);
  const isTaken = (told.event === 'assigned' && !told.assigneeId) || (told.event === 'teamAssigned' && !told.teamId);
  const name = isTaken ? 'unassigned' : told.event === 'teamAssigned' ? 'assigned' : told.event;
  const until = told.until ?? told.snoozedUntil;
  const words = told.event && KNOWN.has(told.event) && (name !== 'snoozed' || until) ? name : 'other';
  return (
    <p>
      {t(`event.${words}`, {
        who: nameOf(told.agentId) ?? t('thread.system'),
        whom: whom ?? t('thread.someone'),
        priority: told.priority ? t(`priority.${told.priority}`) : '',
        time: until ? moment(until, i18n.language) : '',
        text: content,
      })}{' '}
      · <time dateTime={createdAt}>{clock(createdAt, i18n.language)}</time>
    </p>
  );
}
