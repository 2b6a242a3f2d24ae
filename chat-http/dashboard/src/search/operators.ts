import type { Rest } from '@chat/client';

/** A condition as the server has it: an object with one field. */
type Condition = Rest.ConversationFilter;

/** Whom names stand for; nobody while the team is not known yet. */
export interface Known {
  agents: readonly Pick<Rest.Colleague, 'id' | 'name'>[];
  teams: readonly Pick<Rest.Team, 'id' | 'name'>[];
  labels: readonly Pick<Rest.Label, 'id' | 'name'>[];
}

/** What is not understood of what was typed. */
export interface Problem {
  why: 'operator' | 'value' | 'label' | 'assignee' | 'team' | 'date';
  operator: string;
  value: string;
  /** What could be said instead, where that is a closed set. */
  known?: readonly string[];
}

/** What somebody looks for. */
export interface Asked {
  /** What is left beside the operators. */
  words: string;
  /** What conversations have to be like. */
  conditions: readonly Condition[];
  problems: readonly Problem[];
}

const STATUS: Readonly<Record<string, string>> = { open: 'active', active: 'active', closed: 'closed', archived: 'archived' };
const SOURCE: Readonly<Record<string, string>> = { whatsapp: 'whatsapp', web: 'website', website: 'website' };
const IS: Readonly<Record<string, Condition>> = { unread: { unread: 'me' }, snoozed: { snoozed: true }, waiting: { waiting: true } };
/** Other words for the same. */
const ALIASES: Readonly<Record<string, Operator>> = { tag: 'label', channel: 'in', assigned: 'assignee' };

/** In the order in which they are offered. */
export const OPERATORS = ['is', 'from', 'customer', 'label', 'assignee', 'team', 'in', 'status', 'before', 'after'] as const;
export type Operator = (typeof OPERATORS)[number];

/** What can stand after an operator, beside names. */
export const VALUES: Readonly<Partial<Record<Operator, readonly string[]>>> = {
  is: ['open', 'closed', 'unread', 'snoozed', 'waiting', 'archived'],
  status: ['open', 'closed', 'archived'],
  in: ['whatsapp', 'web'],
  assignee: ['me', 'nobody'],
  team: ['mine', 'none'],
  before: ['today', 'yesterday', '7d', '30d'],
  after: ['today', 'yesterday', '7d', '30d'],
};

/** What an operator is called here, whichever of its names was typed. */
export const operatorOf = (name: string): Operator | undefined => {
  const word = name.toLowerCase();
  return OPERATORS.find((it) => it === word) ?? ALIASES[word];
};

/** `is:open`, `-label:vip`, `team:"Second level"`: what looks like an operator, whether there is such a one or not. */
const TYPED = /(?<=^|\s)(-?)([a-z]+):(?!\/\/)(?:"([^"]*)"?|(\S*))/gi;
/** A text in quotation marks is one, whatever stands in it. */
const WORDS = /"([^"]+)"|[^\s"]+/g;

export const named = (all: readonly { id: string; name: string }[], name: string): string | undefined => {
  const wanted = name.toLowerCase();
  return (all.find((it) => it.name.toLowerCase() === wanted) ?? all.find((it) => it.name.toLowerCase().startsWith(wanted)))?.id;
};

/**
 * What is looked for: words, and what the conversation has to be like. What has no meaning here stays a word, or is left out where its
 * operator is one; both are told. Of the same field one value has to fit, of labels all.
 */
export function asked(text: string, known: Known, now = Date.now()): Asked {
  const conditions: Condition[] = [];
  const choices = new Map<string, string[]>();
  const problems: Problem[] = [];
  const rest = text.replace(TYPED, (whole, minus: string, name: string, quoted: string | undefined, plain: string | undefined) => {
    const value = (quoted ?? plain ?? '').trim();
    const operator = operatorOf(name);
    if (!operator) {
      if (value) problems.push({ why: 'operator', operator: name, value });
      return whole;
    }
    // Somebody is still typing.
    if (!value) return ' ';
    const found = conditionOf(operator, value, known, now);
    if ('why' in found) {
      // Names mean nothing before the team is known: until then nothing is found, rather than everything.
      if (known.agents.length === 0) conditions.push({ any: [] });
      else problems.push(found);
    } else if (minus) conditions.push({ not: found.condition });
    else if (found.choice) choices.set(found.choice.field, [...(choices.get(found.choice.field) ?? []), found.choice.value]);
    else conditions.push(found.condition);
    return ' ';
  });
  const chosen = [...choices].map(([field, values]) => choiceOf(field, values));
  // A space at the end says that the last word is whole.
  return { words: rest.replace(/\s+/g, ' ').trimStart(), conditions: [...chosen, ...conditions], problems };
}

/** Each field has a type of its own in the server's description. */
const choiceOf = (field: string, values: readonly string[]): Condition => ({ [field]: values }) as unknown as Condition;

type Found = { condition: Condition; choice?: { field: string; value: string } } | Problem;

function conditionOf(operator: Operator, value: string, { agents, teams, labels }: Known, now: number): Found {
  const word = value.toLowerCase();
  const wrong = (why: Problem['why']): Problem => ({ why, operator, value, ...(why === 'value' ? { known: VALUES[operator] ?? [] } : {}) });
  const one = (field: string, id: string | undefined, why: Problem['why']): Found => (id === undefined ? wrong(why) : { condition: choiceOf(field, [id]), choice: { field, value: id } });
  switch (operator) {
    case 'is':
      return IS[word] ? { condition: IS[word] } : one('status', STATUS[word], 'value');
    case 'status':
      return one('status', STATUS[word], 'value');
    case 'in':
      return one('source', SOURCE[word], 'value');
    case 'assignee':
      return one('assignee', word === 'me' || word === 'nobody' ? word : named(agents, value), 'assignee');
    case 'team':
      return one('team', word === 'mine' || word === 'none' ? word : named(teams, value), 'team');
    case 'label': {
      const id = named(labels, value);
      return id === undefined ? wrong('label') : { condition: { label: [id] } };
    }
    case 'from':
    case 'customer':
      return { condition: { text: value } };
    case 'before':
    case 'after': {
      const moment = momentOf(word, now);
      return moment === null ? wrong('date') : { condition: { time: { field: 'lastMessage', [operator]: moment } } };
    }
  }
}

const DAYS_MAX = 3650;
const PER_DAY: Readonly<Record<string, number>> = { h: 24, d: 1, w: 1 / 7 };

/** The moment of a day or of so long ago, as the server takes it: a day begins when it does where somebody is. */
function momentOf(word: string, now: number): string | null {
  const [, count = '', unit = ''] = word.match(/^(\d{1,5})([hdw])$/) ?? [];
  if (count) return Number(count) / PER_DAY[unit]! > DAYS_MAX ? null : unit === 'w' ? `-${Number(count) * 7}d` : `-${Number(count)}${unit}`;
  const today = new Date(now);
  const day = (back: number): Date => new Date(today.getFullYear(), today.getMonth(), today.getDate() - back);
  if (word === 'today' || word === 'yesterday') return day(word === 'today' ? 0 : 1).toISOString();
  const [, year, month, date] = (word.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/) ?? []).map(Number);
  if (!year || !month || !date) return null;
  const given = new Date(year, month - 1, date);
  return given.getMonth() === month - 1 && given.getDate() === date ? given.toISOString() : null;
}

/** Words as conditions: each is a part of the customer's name or number or of the subject. */
export const textsOf = (words: string): Condition[] => [...words.matchAll(WORDS)].map(([word, quoted]) => ({ text: quoted ?? word }));

/** What a list is narrowed down by. */
export function narrowing({ words, conditions }: Pick<Asked, 'words' | 'conditions'>): readonly Condition[] {
  return [...conditions, ...textsOf(words)];
}

/** Something to put in the place of what is being typed. */
export interface Suggestion {
  insert: string;
  /** The operator that it begins, where it is not a value. */
  operator: Operator | null;
}

const AT_CARET = /(?<=^|\s)-?(?:([a-z]+):(?:"([^"]*)|(\S*))|([a-z]+))$/i;
const SUGGESTIONS_MAX = 8;

/** What could be meant by what stands before the caret. */
export function suggestions(text: string, caret: number, { agents, teams, labels }: Known): { start: number; all: readonly Suggestion[] } {
  const typed = text.slice(0, caret).match(AT_CARET);
  if (!typed) return { start: caret, all: [] };
  const [whole, name, quoted, plain, word] = typed;
  const start = caret - whole.length + (whole.startsWith('-') ? 1 : 0);
  if (word) {
    const fit = OPERATORS.filter((it) => it.startsWith(word.toLowerCase()));
    return { start, all: fit.map((it) => ({ insert: `${it}:`, operator: it })) };
  }
  const operator = operatorOf(name ?? '');
  if (!operator) return { start, all: [] };
  const names = { assignee: agents, team: teams, label: labels }[operator as string] ?? [];
  const wanted = (quoted ?? plain ?? '').toLowerCase();
  const values = [...(VALUES[operator] ?? []), ...names.map((it) => it.name)].filter((it) => it.toLowerCase().includes(wanted));
  // What is said already needs no offer.
  if (values.length === 1 && values[0]!.toLowerCase() === wanted) return { start, all: [] };
  const written = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);
  return { start, all: values.slice(0, SUGGESTIONS_MAX).map((it) => ({ insert: `${name}:${written(it)} `, operator: null })) };
}
