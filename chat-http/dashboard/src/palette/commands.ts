import { useMemo } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import type { Conversation } from '@chat/client';
import { useChatClient } from '@chat/react';
import {
  AlarmClock, Archive, AtSign, CheckCircle2, Circle, Contact, Flag, Inbox as InboxIcon, Keyboard, Languages, LayoutTemplate, type LucideIcon, MailOpen, MessageSquareReply, Moon, Phone, RotateCcw, Search, Settings,
  StickyNote, Sun, SunMoon, Tag, User, UserCheck, UserPlus, Users, UserX, WandSparkles, AppWindow,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useChange, useTell } from '../lib/hooks.js';
import { prefer, usePrefs } from '../lib/prefs.js';
import { ask } from '../lib/signals.js';
import { useTeam } from '../lib/team.js';
import { snoozes } from '../lib/time.js';
import { BUILT_IN } from '../lib/views.js';
import { choose, isLanguage, LANGUAGES } from '../lib/words.js';

/** Something that can be done or gone to. */
export interface Command {
  id: string;
  group: 'here' | 'go' | 'found' | 'look';
  icon: LucideIcon;
  name: string;
  /** What else it is found by. */
  also?: string;
  hint?: string;
  keys?: readonly string[];
  run: () => unknown;
}

const PRIORITIES = ['urgent', 'high', 'medium', 'low', 'none'] as const;
const PAGES = [
  ['customers', Contact, 'conversations.read'],
  ['widgets', AppWindow, 'widgets.read'],
  ['whatsapp', Phone, 'accounts.read'],
  ['team', Users, null],
  ['settings', Settings, null],
] as const;
const VIEW_ICONS = { mine: User, unassigned: UserX, mentions: AtSign, all: InboxIcon, snoozed: AlarmClock, closed: Archive } as const;
const VIEW_KEYS = { mine: ['G', 'M'], unassigned: ['G', 'U'], mentions: ['G', 'N'], all: ['G', 'I'], snoozed: ['G', 'S'], closed: ['G', 'C'] } as const;

/** Everything that somebody may do with the open conversation, and everywhere they may go. */
export function useCommands(open: Conversation | null): Command[] {
  const { t } = useTranslation();
  const chat = useChatClient();
  const { me, agents, teams, labels, views, may } = useTeam();
  const change = useChange(open);
  const tell = useTell();
  const [, go] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const { density } = usePrefs();
  return useMemo(() => {
    const here: Command[] = [];
    const add = (id: string, icon: LucideIcon, name: string, run: () => unknown, rest: Partial<Command> = {}): void => void here.push({ id, group: 'here', icon, name, run, ...rest });
    if (open && may('conversations.reply')) {
      add('reply', MessageSquareReply, t('composer.reply'), () => ask('reply'), { keys: ['R'] });
      add('note', StickyNote, t('composer.note'), () => ask('note'), { keys: ['N'] });
      if (open.source === 'whatsapp' && open.accountId) add('template', LayoutTemplate, t('inbox:window.pick'), () => ask('template'));
      add('macro', WandSparkles, t('inbox:palette.macro'), () => ask('macros'), { keys: ['M'] });
    }
    if (open && may('conversations.change')) {
      const isActive = open.status === 'active';
      add('close', isActive ? CheckCircle2 : RotateCcw, t(isActive ? 'actions.close' : 'actions.reopen'), () => change({ status: isActive ? 'closed' : 'active' }), { keys: ['E'] });
      if (open.assigneeId !== me.id) add('take', UserCheck, t('actions.assignMe'), () => change({ assigneeId: me.id }), { keys: ['I'] });
      if (open.assigneeId) add('nobody', UserX, t('inbox:palette.assign', { name: t('actions.nobody') }), () => change({ assigneeId: null }));
      for (const it of agents) {
        if (it.deactivatedAt !== null || it.role === 'viewer' || it.id === me.id || it.id === open.assigneeId) continue;
        add(`agent ${it.id}`, UserPlus, t('inbox:palette.assign', { name: it.name }), () => change({ assigneeId: it.id }), { also: it.email });
      }
      for (const it of teams) if (it.id !== open.teamId) add(`team ${it.id}`, Users, t('inbox:palette.assign', { name: it.name }), () => change({ teamId: it.id }), { also: t('actions.teams'), ...(it.roundRobin ? { hint: t('actions.turns') } : {}) });
      for (const { name, until } of snoozes(Date.now())) add(`snooze ${name}`, AlarmClock, `${t('actions.snooze')}: ${t(`snooze.${name}`)}`, () => change({ snoozedUntil: until.toISOString() }));
      if (open.snoozedUntil) add('wake', AlarmClock, t('actions.wake'), () => change({ snoozedUntil: null }));
      for (const it of PRIORITIES) if (it !== open.priority) add(`priority ${it}`, Flag, `${t('actions.priority')}: ${t(`priority.${it}`)}`, () => change({ priority: it }));
      for (const { id, name } of labels) {
        const has = open.labels.includes(id);
        const next = has ? open.labels.filter((it) => it !== id) : [...open.labels, id];
        add(`label ${id}`, Tag, t(has ? 'inbox:palette.unlabel' : 'inbox:palette.label', { name }), () => change({ labels: next }));
      }
    }
    if (open) {
      const path = { path: { id: open.id } };
      add('unread', MailOpen, t('actions.unread'), () => chat.api.post('/api/v1/conversations/{id}/unread', path).then((told) => {
        chat.take(told);
        go('/');
      }, tell), { keys: ['U'] });
    }

    const elsewhere: Command[] = [
      ...BUILT_IN.map((view): Command => ({ id: `view ${view}`, group: 'go', icon: VIEW_ICONS[view], name: t(`views.${view}`), keys: VIEW_KEYS[view], run: () => go(view === 'all' ? '/' : `/?view=${view}`) })),
      ...views.map((it): Command => ({ id: `view ${it.id}`, group: 'go', icon: Circle, name: it.name, also: t('views.saved'), run: () => go(`/?view=${it.id}`) })),
      { id: 'search', group: 'go', icon: Search, name: t('views.search'), keys: ['/'], run: () => go('/search') },
      ...PAGES.filter(([, , needs]) => needs === null || may(needs)).map(([name, icon]): Command => ({ id: `page ${name}`, group: 'go', icon, name: t(`rail.${name}`), run: () => go(`/${name}`) })),
    ];
    const looks: Command[] = [
      { id: 'help', group: 'look', icon: Keyboard, name: t('menu.help'), keys: ['?'], run: () => ask('help') },
      { id: 'density', group: 'look', icon: InboxIcon, name: t(`inbox:list.${density === 'roomy' ? 'compact' : 'roomy'}`), run: () => prefer({ density: density === 'roomy' ? 'compact' : 'roomy' }) },
      ...([['light', Sun], ['dark', Moon], ['auto', SunMoon]] as const).map(([scheme, icon]): Command => ({ id: `scheme ${scheme}`, group: 'look', icon, name: `${t('menu.theme')}: ${t(`menu.${scheme}`)}`, run: () => setColorScheme(scheme) })),
      ...Object.entries(LANGUAGES).map(([tag, name]): Command => ({ id: `language ${tag}`, group: 'look', icon: Languages, name: `${t('menu.language')}: ${name}`, run: () => isLanguage(tag) && choose(tag) })),
    ];
    return [...here, ...elsewhere, ...looks];
  }, [open, t, chat, me, agents, teams, labels, views, may, change, tell, go, setColorScheme, density]);
}
