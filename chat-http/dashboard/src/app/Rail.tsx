import { type ReactNode, useMemo } from 'react';
import { Menu, useMantineColorScheme } from '@mantine/core';
import { useConversations } from '@chat/react';
import { AlarmClock, AppWindow, Archive, AtSign, Bell, Circle, Contact, Inbox as InboxIcon, Languages, LogOut, Keyboard, Moon, Phone, Rocket, Search, Settings, Sun, SunMoon, User, Users, UserX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { chat, PAGES } from '../lib/chat.js';
import { numbers } from '../lib/formats.js';
import { useIsNarrow, useTell } from '../lib/hooks.js';
import { ask } from '../lib/signals.js';
import { useTeam } from '../lib/team.js';
import { BUILT_IN, type BuiltIn, queryOf, searchOf, UNFILTERED } from '../lib/views.js';
import { choose, isLanguage, LANGUAGES } from '../lib/words.js';
import { Face } from '../inbox/Face.js';
import { usePlace } from '../inbox/place.js';
import { useStart } from '../start/useStart.js';

const ICONS = { mine: User, unassigned: UserX, mentions: AtSign, all: InboxIcon, snoozed: AlarmClock, closed: Archive } as const;
/** Those of which people want to know how many there are. */
const COUNTED: readonly BuiltIn[] = ['mine', 'unassigned', 'all'];

const AVAILABILITIES = ['online', 'away', 'busy'] as const;

/** The pages beside the inbox, and what somebody must be allowed so that they are of use. */
const PAGES_BESIDE = [
  { path: '/customers', name: 'customers', icon: Contact, needs: 'conversations.read' },
  { path: '/widgets', name: 'widgets', icon: AppWindow, needs: 'widgets.read' },
  { path: '/whatsapp', name: 'whatsapp', icon: Phone, needs: 'accounts.read' },
  { path: '/team', name: 'team', icon: Users, needs: null },
  { path: '/settings', name: 'settings', icon: Settings, needs: null },
] as const;

/** Everywhere one can go: the views, with how many conversations each has, and the pages beside the inbox. */
export function Rail({ children }: { children?: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const [location] = useLocation();
  const [place] = usePlace();
  const { views, counts, may } = useTeam();
  const isHere = (view: string): boolean => location === '/' && place.view === view;
  const isStarting = useStart();
  const beside = PAGES_BESIDE.filter(({ needs }) => needs === null || may(needs));
  return (
    <nav className="pane rail" aria-label={t('rail.label')}>
      <div className="rail-views">
        <Link href="/search" className="rail-item" aria-current={location === '/search' ? 'page' : undefined} title={t('views.search')}>
          <Search size={17} aria-hidden />
          <span className="rail-name">{t('views.search')}</span>
          <kbd className="rail-key">/</kbd>
        </Link>
        {BUILT_IN.map((view) => {
          const Icon = ICONS[view];
          return (
            <Link key={view} href={`/${searchOf({ ...place, filter: null, q: null, view, conversation: null })}`} className="rail-item" aria-current={isHere(view) ? 'page' : undefined} title={t(`views.${view}`)}>
              <Icon size={17} aria-hidden />
              <span className="rail-name">{t(`views.${view}`)}</span>
              {COUNTED.includes(view) && <Count view={view} />}
            </Link>
          );
        })}
        {views.length > 0 && <h2 className="rail-title">{t('views.saved')}</h2>}
        {views.map(({ id, name }) => (
          <Link key={id} href={`/${searchOf({ ...place, filter: null, q: null, view: id, conversation: null })}`} className="rail-item rail-saved" aria-current={isHere(id) ? 'page' : undefined} title={name}>
            <Circle size={13} aria-hidden />
            <span className="rail-name" dir="auto">
              {name}
            </span>
            {counts.has(id) && <span className="rail-count">{(counts.get(id) ?? 0) >= 1000 ? '1000+' : counts.get(id)}</span>}
          </Link>
        ))}
        <div className="rail-beside">
          {isStarting && (
            <Link href="/start" className="rail-item" aria-current={location === '/start' ? 'page' : undefined} title={t('rail.start')}>
              <Rocket size={17} aria-hidden />
              <span className="rail-name">{t('rail.start')}</span>
            </Link>
          )}
          {beside.map(({ path, name, icon: Icon }) => (
            <Link key={path} href={path} className="rail-item" aria-current={location === path || location.startsWith(`${path}/`) ? 'page' : undefined} title={t(`rail.${name}`)}>
              <Icon size={17} aria-hidden />
              <span className="rail-name">{t(`rail.${name}`)}</span>
            </Link>
          ))}
        </div>
      </div>
      <Mine beside={beside} />
      {children}
    </nav>
  );
}

function Count({ view }: { view: BuiltIn }): ReactNode {
  const { i18n } = useTranslation();
  const { items, hasMore, isLoaded } = useConversations(useMemo(() => queryOf({ ...UNFILTERED, view }), [view]));
  if (!isLoaded || items.length === 0) return null;
  return (
    <span className="rail-count">
      {numbers(i18n.language, {}).format(items.length)}
      {hasMore && '+'}
    </span>
  );
}

/** Whoever is signed in: how things look to them, and the way out. */
function Mine({ beside }: { beside: readonly (typeof PAGES_BESIDE)[number][] }): ReactNode {
  const { t, i18n } = useTranslation();
  const { me, agents, views } = useTeam();
  const availability = agents.find((it) => it.id === me.id)?.availability;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const tell = useTell();
  const isNarrow = useIsNarrow();
  const [, go] = useLocation();
  const signOut = async (): Promise<void> => {
    try {
      await chat.api.post('/api/v1/auth/logout');
      // Nothing of it stays in the page.
      chat.destroy();
      location.assign(PAGES);
    } catch (thrown) {
      tell(thrown);
    }
  };
  const schemes = [
    ['light', Sun],
    ['dark', Moon],
    ['auto', SunMoon],
  ] as const;
  return (
    <Menu position="right-end" width={230}>
      <Menu.Target>
        <button type="button" className="rail-me" title={t('menu.label')}>
          <span className="sr">{`${t('menu.label')}: `}</span>
          <Face id={me.id} name={me.name} size={30} isPresent={availability === 'online'} />
          <span className="rail-name">{me.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown className="tall">
        {isNarrow && (
          <>
            {beside.map(({ path, name, icon: Icon }) => (
              <Menu.Item key={path} leftSection={<Icon size={15} />} onClick={() => go(path)}>
                {t(`rail.${name}`)}
              </Menu.Item>
            ))}
            {views.length > 0 && <Menu.Label>{t('views.saved')}</Menu.Label>}
            {views.map(({ id, name }) => (
              <Menu.Item key={id} leftSection={<Circle size={13} />} onClick={() => go(`/${searchOf({ ...UNFILTERED, view: id, conversation: null })}`)}>
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{t('inbox:me.availability')}</Menu.Label>
        {AVAILABILITIES.map((it) => (
          <Menu.Item key={it} leftSection={<i className={`dot available-${it}`} />} aria-current={availability === it || undefined} onClick={() => void chat.api.put('/api/v1/me/availability', { body: { availability: it } }).catch(tell)}>
            {t(`inbox:me.${it}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('menu.theme')}</Menu.Label>
        {schemes.map(([scheme, Icon]) => (
          <Menu.Item key={scheme} leftSection={<Icon size={15} />} onClick={() => setColorScheme(scheme)} aria-current={colorScheme === scheme || undefined}>
            {t(`menu.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('menu.language')}</Menu.Label>
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <Menu.Item key={tag} lang={tag} leftSection={<Languages size={15} />} onClick={() => isLanguage(tag) && void choose(tag)} aria-current={i18n.language === tag || undefined}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Bell size={15} />} onClick={() => ask('preferences')}>
          {t('inbox:attention.title')}
        </Menu.Item>
        <Menu.Item leftSection={<Keyboard size={15} />} onClick={() => ask('help')}>
          {t('menu.help')}
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={15} />} onClick={() => void signOut()}>
          {t('menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
