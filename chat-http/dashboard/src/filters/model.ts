import type { Rest } from '@chat/client';

/** A condition as the server has it: an object with one field. */
export type Condition = Rest.ConversationFilter;

export const LISTS = ['status', 'source', 'assignee', 'team', 'participant', 'mentioned', 'label', 'priority', 'account', 'widget', 'language'] as const;
export type ListField = (typeof LISTS)[number];
export const TIMES = ['created', 'updated', 'lastMessage', 'waitingSince', 'firstReplied', 'closed', 'snoozedUntil'] as const;
export type TimeField = (typeof TIMES)[number];
export type TimeIs = 'within' | 'older' | 'ahead' | 'after' | 'before' | 'between';
export type AttributeIs = 'is' | 'above' | 'below' | 'exists';
export type Unit = 'm' | 'h' | 'd';
export type Scalar = string | number | boolean;

/** One condition, as somebody puts it together. */
export type Leaf =
  | { field: ListField; values: readonly string[] }
  | { field: 'unread'; value: 'me' | 'team' | 'nobody' }
  | { field: 'waiting' | 'snoozed'; value: boolean }
  | { field: 'text'; value: string }
  | { field: 'time'; what: TimeField; is: TimeIs; count: number; unit: Unit; from: string; to: string }
  | { field: 'attribute' | 'customerAttribute'; name: string; is: AttributeIs; values: readonly Scalar[]; bound: string }
  /** What is not put together here: kept as it is. */
  | { field: 'other'; condition: object };
export type Field = Leaf['field'];

interface Placed {
  /** What tells it from its neighbours while it is edited. */
  key: string;
  /** Whether it is not to be met. */
  isNot: boolean;
}
export type LeafNode = Placed & { kind: 'leaf'; leaf: Leaf };
export type GroupNode = Placed & { kind: 'group'; match: 'all' | 'any'; nodes: readonly FilterNode[] };
export type FilterNode = LeafNode | GroupNode;

/** How deep conditions may lie within others, and how many there may be: what the server takes. */
export const DEPTH_MAX = 8;
export const CONDITIONS_MAX = 100;

let last = 0;
const key = (): string => `c${(last += 1)}`;

export const groupOf = (match: 'all' | 'any', nodes: readonly FilterNode[], isNot = false): GroupNode => ({ kind: 'group', key: key(), match, nodes, isNot });
export const leafOf = (leaf: Leaf, isNot = false): LeafNode => ({ kind: 'leaf', key: key(), leaf, isNot });

/** A condition to begin with. */
export function blank(field: Field): Leaf {
  switch (field) {
    case 'unread':
      return { field, value: 'me' };
    case 'waiting':
      return { field, value: true };
    case 'snoozed':
      return { field, value: false };
    case 'text':
      return { field, value: '' };
    case 'time':
      return { field, what: 'lastMessage', is: 'within', count: 7, unit: 'd', from: '', to: '' };
    case 'attribute':
    case 'customerAttribute':
      return { field, name: '', is: 'is', values: [], bound: '' };
    case 'other':
      return { field, condition: { all: [] } };
    default:
      return { field, values: field === 'status' ? ['active'] : field === 'assignee' ? ['me'] : [] };
  }
}

/** A filter as it is edited: always a group, so that there is somewhere to add to. */
export function opened(filter: object): GroupNode {
  const node = nodeOf(filter, false);
  return node.kind === 'group' ? node : groupOf('all', [node]);
}

function nodeOf(condition: object, isNot: boolean): FilterNode {
  const [[name, value] = ['', undefined]] = Object.entries(condition);
  if ((name === 'all' || name === 'any') && Array.isArray(value)) return groupOf(name, value.map((one) => nodeOf(one as object, false)), isNot);
  if (name === 'not' && value && typeof value === 'object') return nodeOf(value, !isNot);
  return leafOf(read(name, value) ?? { field: 'other', condition }, isNot);
}

const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

function read(name: string, value: unknown): Leaf | null {
  if ((LISTS as readonly string[]).includes(name) && isList(value)) return { field: name as ListField, values: value };
  if (name === 'unread' && (value === 'me' || value === 'team' || value === 'nobody')) return { field: name, value };
  if ((name === 'waiting' || name === 'snoozed') && typeof value === 'boolean') return { field: name, value };
  if (name === 'text' && typeof value === 'string') return { field: name, value };
  if (name === 'time') return readTime(value as Record<string, unknown>);
  if (name === 'attribute' || name === 'customerAttribute') return readAttribute(name, value as Record<string, unknown>);
  return null;
}

const MOVING = /^([-+])(\d+)([mhd])$/;

function readTime({ field, after, before }: Record<string, unknown>): Leaf | null {
  const what = TIMES.find((it) => it === field);
  const from = typeof after === 'string' ? after : '';
  const to = typeof before === 'string' ? before : '';
  if (!what || (!from && !to)) return null;
  const start = MOVING.exec(from);
  const end = MOVING.exec(to);
  const leaf = { field: 'time', what, count: 7, unit: 'd', from: '', to: '' } as const;
  if (start?.[1] === '-' && !to && Number(start[2]) > 0) return { ...leaf, is: 'within', count: Number(start[2]), unit: start[3] as Unit };
  if (end?.[1] === '-' && !from) return { ...leaf, is: 'older', count: Number(end[2]), unit: end[3] as Unit };
  if (end?.[1] === '+' && start && Number(start[2]) === 0) return { ...leaf, is: 'ahead', count: Number(end[2]), unit: end[3] as Unit };
  if (start || end) return null;
  return { ...leaf, is: from && to ? 'between' : from ? 'after' : 'before', from, to };
}

function readAttribute(field: 'attribute' | 'customerAttribute', { name, is, above, below, exists }: Record<string, unknown>): Leaf | null {
  const given = [is, above, below, exists].filter((one) => one !== undefined && one !== null).length;
  if (typeof name !== 'string' || given !== 1) return null;
  const leaf = { field, name, values: [], bound: '' } as const;
  if (Array.isArray(is) && is.every((one) => ['string', 'number', 'boolean'].includes(typeof one))) return { ...leaf, is: 'is', values: is as Scalar[] };
  if (typeof above === 'number') return { ...leaf, is: 'above', bound: String(above) };
  if (typeof below === 'number') return { ...leaf, is: 'below', bound: String(below) };
  return exists === true ? { ...leaf, is: 'exists' } : null;
}

/** A condition under the name of its field. Each name has a type of its own in the server's description. */
const condition = (name: string, value: unknown): Condition => ({ [name]: value }) as unknown as Condition;

/** The filter that the server is given. */
export function closed(node: FilterNode): Condition {
  const own = node.kind === 'group' ? condition(node.match, node.nodes.map(closed)) : written(node.leaf);
  return node.isNot ? { not: own } : own;
}

function written(leaf: Leaf): Condition {
  switch (leaf.field) {
    case 'other':
      return leaf.condition as Condition;
    case 'time':
      return condition('time', { field: leaf.what, ...writtenTime(leaf) });
    case 'attribute':
    case 'customerAttribute': {
      const value = { is: leaf.values, exists: true, above: Number(leaf.bound), below: Number(leaf.bound) }[leaf.is];
      return condition(leaf.field, { name: leaf.name, [leaf.is]: value });
    }
    case 'unread':
    case 'waiting':
    case 'snoozed':
    case 'text':
      return condition(leaf.field, leaf.value);
    default:
      return condition(leaf.field, leaf.values);
  }
}

function writtenTime({ is, count, unit, from, to }: Extract<Leaf, { field: 'time' }>): { after?: string; before?: string } {
  switch (is) {
    case 'within':
      return { after: `-${count}${unit}` };
    case 'older':
      return { before: `-${count}${unit}` };
    case 'ahead':
      return { after: '-0m', before: `+${count}${unit}` };
    case 'after':
      return { after: from };
    case 'before':
      return { before: to };
    case 'between':
      return { after: from, before: to };
  }
}

/** Whether something is still missing in it: a list without values, for one, would find nothing at all. */
export function isMissing(leaf: Leaf): boolean {
  switch (leaf.field) {
    case 'text':
      return leaf.value.trim() === '';
    case 'time':
      if (leaf.is === 'after' || leaf.is === 'before') return (leaf.is === 'after' ? leaf.from : leaf.to) === '';
      return leaf.is === 'between' ? !leaf.from || !leaf.to : !Number.isInteger(leaf.count) || leaf.count < 1;
    case 'attribute':
    case 'customerAttribute':
      if (!leaf.name) return true;
      if (leaf.is === 'exists') return false;
      return leaf.is === 'is' ? leaf.values.length === 0 : leaf.bound.trim() === '' || !Number.isFinite(Number(leaf.bound));
    case 'unread':
    case 'waiting':
    case 'snoozed':
    case 'other':
      return false;
    default:
      return leaf.values.length === 0;
  }
}

export const isComplete = (node: FilterNode): boolean => (node.kind === 'leaf' ? !isMissing(node.leaf) : node.nodes.every(isComplete));
export const countOf = (node: FilterNode): number => 1 + (node.kind === 'group' ? node.nodes.reduce((sum, one) => sum + countOf(one), 0) : 0);

/** The same with one node in another's place, or without it. */
export function replaced(group: GroupNode, at: string, by: FilterNode | null): GroupNode {
  const nodes = group.nodes.flatMap((node) => (node.key === at ? (by ?? []) : node.kind === 'group' ? replaced(node, at, by) : node));
  return { ...group, nodes };
}
