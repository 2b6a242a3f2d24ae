import type { Rest } from '@chat/client';

/** What of the log is wanted, as the address says it. Days are those of whoever looks. */
export interface AuditFilter {
  who: string;
  deed: string;
  subject: string;
  from: string;
  until: string;
}
const NAMES = ['who', 'deed', 'subject', 'from', 'until'] as const;

export const filterOf = (search: URLSearchParams): AuditFilter => Object.fromEntries(NAMES.map((name) => [name, search.get(name) ?? ''])) as unknown as AuditFilter;

export function withFilter(search: URLSearchParams, part: Partial<AuditFilter>): URLSearchParams {
  const after = new URLSearchParams(search);
  for (const name of NAMES) {
    const value = part[name];
    if (value === undefined) continue;
    if (value === '') after.delete(name);
    else after.set(name, value);
  }
  return after;
}

/** The beginning of a day, `2026-11-27`, where the browser is; nothing for what is no day. */
function startOf(day: string, daysLater = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  const start = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}

/** What the server is asked for. The last day is wanted as a whole. */
export function queryOf({ who, deed, subject, from, until }: AuditFilter): { agentId?: string; deed?: string; subjectId?: string; from?: string; until?: string } {
  const asked = { agentId: who, deed, subjectId: subject, from: startOf(from), until: startOf(until, 1) };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) as ReturnType<typeof queryOf>;
}

export const isNarrow = (filter: AuditFilter): boolean => NAMES.some((name) => filter[name] !== '');

/** What people do that one may want to look for, those together that are about the same. */
export const DEEDS: readonly (readonly [group: string, deeds: readonly string[]])[] = [
  ['signIn', ['signIn', 'failedSignIn', 'signOut', 'changePassword', 'changeSecondFactor', 'resetSecondFactor', 'endSessions']],
  ['team', ['invite', 'changeInvitation', 'acceptInvitation', 'changeAgent', 'deactivateAgent', 'reactivateAgent', 'createApiKey', 'revokeApiKey', 'setAvailability']],
  ['definitions', ['define', 'redefine']],
  ['conversations', ['reply', 'startConversation', 'changeConversation', 'markRead', 'putBookmark', 'mergeConversations', 'amendMessage', 'retryMessage', 'discardMessage', 'startJob', 'cancelJob']],
  ['customers', ['changeCustomer', 'addIdentity', 'removeIdentity', 'noteCustomer', 'removeNote', 'blockCustomer', 'mergeCustomers', 'undoMerge', 'importCustomer']],
  ['channels', ['connectAccount', 'changeAccount', 'createWidget', 'changeWidget', 'addDomain', 'removeDomain', 'renewDomain', 'addVisitorKey', 'removeVisitorKey', 'ignoreOrigin']],
  ['webhooks', ['createWebhook', 'changeWebhook', 'rotateWebhookSecret', 'replayWebhook']],
  ['audit', ['exportAudit']],
];
export const KNOWN_DEEDS: ReadonlySet<string> = new Set(DEEDS.flatMap(([, deeds]) => deeds));

/** Words for what has none, from its name: `changeWidget` becomes `change widget`. */
export const spelled = (name: string): string => name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (it) => it.toString(16).padStart(2, '0')).join('');

/** What an entry has to come to at its place in the chain, as the server documents it. */
export async function hashOf(entry: Rest.AuditEntry, clientId: string): Promise<string> {
  const subjects = entry.subjects.map((it) => [it.kind, it.id, it.isNew]);
  const text = JSON.stringify(['chat-audit/1', entry.previousHash, entry.seq, entry.id, clientId, Date.parse(entry.at), entry.agentId, entry.credential, entry.deed, subjects, entry.address, entry.requestId]);
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

export type Check = { state: 'whole'; from: number; to: number } | { state: 'broken'; at: number } | { state: 'none' };

/** Whether entries, the latest first, are as they were written, and whether those that stand side by side belong together. */
export async function check(entries: readonly Rest.AuditEntry[], clientId: string): Promise<Check> {
  const linked = entries.filter((it) => it.seq !== null);
  const hashes = await Promise.all(linked.map((it) => hashOf(it, clientId)));
  for (const [index, entry] of linked.entries()) {
    const older = linked[index + 1];
    const isNext = older?.seq === entry.seq! - 1;
    if (hashes[index] !== entry.hash || (isNext && older.hash !== entry.previousHash)) return { state: 'broken', at: entry.seq! };
  }
  const [last, first] = [linked[0], linked.at(-1)];
  return last && first ? { state: 'whole', from: first.seq!, to: last.seq! } : { state: 'none' };
}
