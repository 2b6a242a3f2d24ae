import type { Rest } from '@chat/client';

/** One thing that a macro does besides what it says. */
export type Action =
  | { does: 'assignMe' }
  | { does: 'assign' | 'team'; id: string | null }
  | { does: 'addLabels' | 'removeLabels' | 'setLabels'; ids: readonly string[] }
  | { does: 'status'; status: 'active' | 'closed' | 'archived' }
  | { does: 'priority'; priority: 'none' | 'low' | 'medium' | 'high' | 'urgent' }
  | { does: 'subject'; text: string }
  | { does: 'snooze'; minutes: number };
export type Deed = Action['does'];

/** Everything that can be chosen, in the order in which it is offered. */
export const DEEDS: readonly Deed[] = ['assignMe', 'assign', 'team', 'addLabels', 'removeLabels', 'setLabels', 'priority', 'status', 'snooze', 'subject'];

/** What cannot be done together: a conversation has one assignee, and is closed or snoozed. */
const APART: Partial<Record<Deed, readonly Deed[]>> = { assignMe: ['assign'], assign: ['assignMe'], setLabels: ['addLabels', 'removeLabels'], addLabels: ['setLabels'], removeLabels: ['setLabels'] };

export const offeredBeside = (actions: readonly Action[]): Deed[] => DEEDS.filter((deed) => actions.every(({ does }) => does !== deed && !APART[does]?.includes(deed)));

export function begun(deed: Deed): Action {
  switch (deed) {
    case 'assignMe':
      return { does: deed };
    case 'assign':
    case 'team':
      return { does: deed, id: null };
    case 'addLabels':
    case 'removeLabels':
    case 'setLabels':
      return { does: deed, ids: [] };
    case 'status':
      return { does: deed, status: 'closed' };
    case 'priority':
      return { does: deed, priority: 'high' };
    case 'subject':
      return { does: deed, text: '' };
    case 'snooze':
      return { does: deed, minutes: 24 * 60 };
  }
}

type Done = Pick<Rest.CreateMacro, 'changes' | 'assignToMe' | 'snoozeMinutes'>;
type Patch = Rest.ConversationPatch;

/** What a macro does, one after the other, and what of it is not put together here. */
export function actionsOf({ changes = {}, assignToMe, snoozeMinutes }: Done): { actions: Action[]; rest: Patch } {
  const { assigneeId, teamId, labels, addLabels, removeLabels, status, priority, subject, ...rest } = changes as Patch;
  const actions: Action[] = [];
  if (assignToMe) actions.push({ does: 'assignMe' });
  if (assigneeId !== undefined) actions.push({ does: 'assign', id: assigneeId });
  if (teamId !== undefined) actions.push({ does: 'team', id: teamId });
  if (addLabels?.length) actions.push({ does: 'addLabels', ids: addLabels });
  if (removeLabels?.length) actions.push({ does: 'removeLabels', ids: removeLabels });
  if (labels) actions.push({ does: 'setLabels', ids: labels });
  if (priority) actions.push({ does: 'priority', priority });
  if (status) actions.push({ does: 'status', status });
  if (snoozeMinutes) actions.push({ does: 'snooze', minutes: snoozeMinutes });
  if (subject !== undefined) actions.push({ does: 'subject', text: subject ?? '' });
  return { actions, rest: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0) && !(typeof value === 'object' && Object.keys(value as object).length === 0))) as Patch };
}

/** The macro that does it. */
export function doneBy(actions: readonly Action[], rest: Patch): Done {
  const changes: Patch = { ...rest };
  let assignToMe = false;
  let snoozeMinutes: number | null = null;
  for (const action of actions) {
    if (action.does === 'assignMe') assignToMe = true;
    else if (action.does === 'assign') changes.assigneeId = action.id;
    else if (action.does === 'team') changes.teamId = action.id;
    else if (action.does === 'addLabels') changes.addLabels = [...action.ids];
    else if (action.does === 'removeLabels') changes.removeLabels = [...action.ids];
    else if (action.does === 'setLabels') changes.labels = [...action.ids];
    else if (action.does === 'status') changes.status = action.status;
    else if (action.does === 'priority') changes.priority = action.priority;
    else if (action.does === 'subject') changes.subject = action.text.trim() || null;
    else if (action.does === 'snooze') snoozeMinutes = action.minutes;
  }
  return { changes, assignToMe, snoozeMinutes };
}

/** Whether something is still missing in it. */
export const isOpen = (action: Action): boolean => ('ids' in action && action.does !== 'setLabels' && action.ids.length === 0) || (action.does === 'snooze' && !(action.minutes >= 1 && action.minutes <= 366 * 24 * 60));
