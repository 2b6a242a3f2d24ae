import type { BodyOf, Conversation } from '@chat/client';

export type Patch = BodyOf<'PATCH /api/v1/conversations/{id}'>;

/** A change to some conversations. */
export interface Change {
  ids: readonly string[];
  changes: Patch;
}

/** How a conversation looks once it was changed so, before the server has said it. */
export function changed(it: Conversation, patch: Patch): Conversation {
  const { status, priority, assigneeId, teamId, snoozedUntil, labels, addLabels = [], removeLabels = [] } = patch;
  const next = { ...it };
  if (status) next.status = status;
  if (priority) next.priority = priority;
  if (assigneeId !== undefined) next.assigneeId = assigneeId;
  if (teamId !== undefined) next.teamId = teamId;
  if (snoozedUntil !== undefined) next.snoozedUntil = snoozedUntil;
  if (labels) next.labels = [...labels];
  next.labels = [...next.labels.filter((label) => !removeLabels.includes(label)), ...addLabels.filter((label) => !next.labels.includes(label))];
  return next;
}

/** What makes a change undone: those that were alike before are put back together. Those that it does not change are left alone. */
export function undone(before: readonly Conversation[], patch: Patch): Change[] {
  const groups = new Map<string, { ids: string[]; changes: Patch }>();
  for (const it of before) {
    const back: Patch = {};
    if (patch.status && patch.status !== it.status) back.status = it.status;
    if (patch.priority && patch.priority !== it.priority) back.priority = it.priority;
    if (patch.assigneeId !== undefined && patch.assigneeId !== it.assigneeId) back.assigneeId = it.assigneeId;
    if (patch.teamId !== undefined && patch.teamId !== it.teamId) back.teamId = it.teamId;
    if (patch.snoozedUntil !== undefined && patch.snoozedUntil !== it.snoozedUntil) back.snoozedUntil = it.snoozedUntil;
    const lost = (patch.removeLabels ?? []).filter((label) => it.labels.includes(label));
    const won = (patch.addLabels ?? []).filter((label) => !it.labels.includes(label));
    if (lost.length > 0) back.addLabels = lost;
    if (won.length > 0) back.removeLabels = won;
    if (Object.keys(back).length === 0) continue;
    const key = JSON.stringify(back);
    const group = groups.get(key) ?? { ids: [], changes: back };
    group.ids.push(it.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Those from one to another, as somebody means who holds Shift. */
export function between(ids: readonly string[], from: string | null, to: string): string[] {
  const [one, other] = [ids.indexOf(from ?? ''), ids.indexOf(to)];
  if (one < 0 || other < 0) return [to];
  return ids.slice(Math.min(one, other), Math.max(one, other) + 1);
}
