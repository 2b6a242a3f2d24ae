import type { ChatClient, Rest } from '@chat/client';
import { isoDay } from './day.js';

export type StepName = 'widget' | 'seen' | 'whatsapp' | 'answer' | 'colleague';

export interface Step {
  name: StepName;
  isDone: boolean;
  /** The widget that it is about. */
  widget?: Rest.Widget | undefined;
}

type May = (permission: Rest.Me['permissions'][number]) => boolean;

/** How many widgets are asked whether they were seen: the first ones. */
const ASKED_MAX = 3;
const MONTH_MS = 30 * 86_400_000;

/** What somebody knows who has looked. */
export interface Looked {
  widgets: readonly Rest.Widget[];
  wasSeen: boolean;
  hasAccount: boolean;
  hasAnswered: boolean;
  isAlone: boolean;
}

/** The way from nothing to a team that answers, as far as one may go it, and how far it was gone. */
export function stepsOf({ widgets, wasSeen, hasAccount, hasAnswered, isAlone }: Looked, may: May): Step[] {
  const all: (Step & { needs: Parameters<May>[0] })[] = [
    { name: 'widget', isDone: widgets.length > 0, needs: 'widgets.manage' },
    { name: 'seen', isDone: wasSeen, widget: widgets[0], needs: 'widgets.manage' },
    { name: 'answer', isDone: hasAnswered, needs: 'conversations.reply' },
    { name: 'whatsapp', isDone: hasAccount, needs: 'accounts.manage' },
    { name: 'colleague', isDone: !isAlone, needs: 'team.manage' },
  ];
  return all.filter(({ needs }) => may(needs)).map(({ needs: _, ...step }) => step);
}

/** Looks how far it was gone. */
export async function look({ api }: ChatClient, may: May, now = Date.now()): Promise<Step[]> {
  const answered = JSON.stringify({ time: { field: 'firstReplied', before: '+1d' } });
  const [widgets, accounts, conversations, agents, invitations] = await Promise.all([
    may('widgets.read') ? api.get('/api/v1/widgets') : null,
    may('accounts.read') ? api.get('/api/v1/whatsapp/accounts') : null,
    api.get('/api/v1/conversations', { query: { filter: answered, limit: 1 } }),
    api.get('/api/v1/agents'),
    may('team.manage') ? api.get('/api/v1/invitations') : null,
  ]);
  const made = widgets?.items ?? [];
  const query = { from: isoDay(now - MONTH_MS), to: isoDay(now) };
  const figures = await Promise.all(made.slice(0, ASKED_MAX).map(({ id }) => api.get('/api/v1/widgets/{id}/analytics', { path: { id }, query })));
  const isThere = agents.items.filter(({ deactivatedAt }) => deactivatedAt === null).length;
  return stepsOf(
    {
      widgets: made,
      wasSeen: figures.some(({ totals }) => totals.loads > 0),
      hasAccount: (accounts?.items.length ?? 0) > 0,
      hasAnswered: conversations.items.length > 0,
      isAlone: isThere + (invitations?.items.length ?? 0) < 2,
    },
    may,
  );
}
