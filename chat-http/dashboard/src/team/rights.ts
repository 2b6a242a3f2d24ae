import type { Rest } from '@chat/client';

export type Permission = Rest.Me['permissions'][number];
export type RoleName = Rest.Me['role'];

/** The permissions, those together that are about the same. */
export const GROUPS: readonly (readonly [group: string, permissions: readonly Permission[]])[] = [
  ['conversations', ['conversations.read', 'conversations.reply', 'files.upload', 'conversations.change']],
  ['customers', ['customers.change', 'customers.manage']],
  ['channels', ['widgets.read', 'widgets.manage', 'accounts.read', 'accounts.manage', 'templates.manage']],
  ['workspace', ['definitions.manage', 'webhooks.manage', 'keys.own']],
  ['team', ['team.manage', 'realtime.read', 'audit.read']],
];
export const EVERYTHING: readonly Permission[] = GROUPS.flatMap(([, permissions]) => permissions);

/** Without the first of each, the others are of no use. */
const BEFORE: Partial<Record<Permission, Permission>> = {
  'conversations.reply': 'conversations.read',
  'files.upload': 'conversations.reply',
  'conversations.change': 'conversations.read',
  'customers.change': 'conversations.read',
  'customers.manage': 'conversations.read',
  'widgets.manage': 'widgets.read',
  'accounts.manage': 'accounts.read',
};

/** What is picked after a permission was picked or not: along comes what it needs, and along goes what needed it. */
export function picked(before: readonly Permission[], permission: Permission, isPicked: boolean): Permission[] {
  const after = new Set(before);
  if (isPicked) {
    for (let it: Permission | undefined = permission; it; it = BEFORE[it]) after.add(it);
  } else {
    const drop = (one: Permission): void => {
      after.delete(one);
      for (const other of EVERYTHING) if (BEFORE[other] === one) drop(other);
    };
    drop(permission);
  }
  return EVERYTHING.filter((it) => after.has(it));
}

const AGENT: readonly Permission[] = ['conversations.read', 'conversations.reply', 'files.upload', 'conversations.change', 'customers.change', 'accounts.read', 'widgets.read', 'keys.own'];

/** What the members of a team may do by their role alone. */
export const BY_ROLE: Record<RoleName, readonly Permission[]> = {
  owner: EVERYTHING,
  admin: EVERYTHING,
  agent: AGENT,
  viewer: ['conversations.read', 'accounts.read', 'widgets.read', 'keys.own'],
};
export const ROLES: readonly RoleName[] = ['owner', 'admin', 'agent', 'viewer'];

type WithRole = Pick<Rest.Agent, 'role' | 'customRoleId'>;

/** A role as it is chosen: by its name, or a role of the team's own by its id. */
export const choiceOf = ({ role, customRoleId }: WithRole): string => (customRoleId ? `own:${customRoleId}` : role);

/** What a choice means. Whoever has a role of the team's own is an agent besides. */
export function roleOf(choice: string): { role: RoleName; customRoleId: string | null } {
  return choice.startsWith('own:') ? { role: 'agent', customRoleId: choice.slice(4) } : { role: choice as RoleName, customRoleId: null };
}

/** Whether somebody may give or take a role: nobody gives what it has not, and only owners make owners. */
export function mayGive(me: Pick<Rest.Me, 'role' | 'permissions'>, choice: string, own: readonly Rest.Role[]): boolean {
  const { role, customRoleId } = roleOf(choice);
  const rights = customRoleId ? (own.find((it) => it.id === customRoleId)?.permissions ?? []) : BY_ROLE[role];
  return (role !== 'owner' || me.role === 'owner') && rights.every((it) => me.permissions.includes(it));
}

/** Why somebody cannot be taken out of the team or deposed, if there is a reason beside the rights. */
export function isLastOwner(agent: Rest.Agent, agents: readonly Rest.Agent[]): boolean {
  return agent.role === 'owner' && agents.filter((it) => it.role === 'owner' && !it.deactivatedAt).length === 1;
}

/** How somebody is to be found: what it says of itself counts only while it is connected. */
export function stateOf(agent: Pick<Rest.Colleague, 'isPresent' | 'availability' | 'deactivatedAt'>): 'left' | 'offline' | 'online' | 'away' | 'busy' {
  if (agent.deactivatedAt) return 'left';
  return agent.isPresent ? agent.availability : 'offline';
}
