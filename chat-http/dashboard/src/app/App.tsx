import { type ReactNode, StrictMode, Suspense, useCallback, useEffect, useState } from 'react';
import { createTheme, DirectionProvider, MantineProvider, Modal, Menu, Notification, Tooltip, useDirection } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { ChatError, type Rest } from '@chat/client';
import { ChatProvider, useConnection } from '@chat/react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Route, Router, Switch } from 'wouter';
import { chat, PAGES } from '../lib/chat.js';
import { page } from '../lib/pages.js';
import { inWords } from '../lib/problems.js';
import { TeamProvider } from '../lib/team.js';
import { directionOf, learn } from '../lib/words.js';
import { Inbox } from '../inbox/Inbox.js';
import { SignIn } from '../signin/SignIn.js';
import { Failed } from './Failed.js';
import { Shell } from './Shell.js';

const Search = page('search', () => import('../search/Search.js'));
const Invitation = page('signin', () => import('../signin/Invitation.js'));
const Customers = page('customers', () => import('../customers/Customers.js'));
const Widgets = page('widgets', () => import('../widgets/Widgets.js'));
const WhatsApp = page('whatsapp', () => import('../whatsapp/WhatsApp.js'));
const TeamPage = page('team', () => import('../team/TeamPage.js'));
const Start = page('start', () => import('../start/Start.js'));
const Settings = page('settings', () => import('../settings/Settings.js'));
/** Each with its own pages below it. */
const BESIDE = [
  ['customers', Customers],
  ['widgets', Widgets],
  ['whatsapp', WhatsApp],
  ['team', TeamPage],
  ['settings', Settings],
  ['start', Start],
] as const;

/** Nothing of the kit writes styles into the page: the policy of the server lets only files in. */
const theme = createTheme({
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif',
  defaultRadius: 'md',
  components: {
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false, transitionProps: { duration: 80 } } }),
    // Asked for each time: the language may be another one by then.
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { get 'aria-label'() { return i18next.t('thread.close'); } } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withinPortal: true } }),
  },
});

export function App(): ReactNode {
  return (
    <StrictMode>
      <DirectionProvider initialDirection="ltr">
        <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
          <Direction />
          <Notifications position="bottom-right" />
          <ChatProvider client={chat}>
            <Router base={PAGES.replace(/\/$/, '')}>
              <Switch>
                <Route path="/invitation">
                  <Suspense fallback={<div className="splash" aria-busy="true" />}>
                    <Invitation />
                  </Suspense>
                </Route>
                <Route>
                  <Gate />
                </Route>
              </Switch>
            </Router>
          </ChatProvider>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>
  );
}

/** Follows the language. */
function Direction(): ReactNode {
  const { i18n } = useTranslation();
  const { setDirection } = useDirection();
  useEffect(() => setDirection(directionOf(i18n.language)), [i18n.language, setDirection]);
  return null;
}

type Who = { state: 'asking' } | { state: 'out'; hasEnded: boolean } | { state: 'in'; me: Rest.Me } | { state: 'failed'; error: ChatError };

/** Lets those in who have a session. */
function Gate(): ReactNode {
  const { t } = useTranslation();
  const [who, setWho] = useState<Who>({ state: 'asking' });
  const { status } = useConnection();

  const look = useCallback(async () => {
    try {
      const [me] = await Promise.all([chat.api.get('/api/v1/me'), learn('inbox')]);
      setWho({ state: 'in', me });
      chat.connect().catch(() => {});
    } catch (thrown) {
      const error = ChatError.of(thrown);
      setWho(error.status === 401 ? { state: 'out', hasEnded: false } : { state: 'failed', error });
    }
  }, []);
  useEffect(() => void look(), [look]);

  // The session was ended, here or elsewhere.
  const hasEnded = who.state === 'in' && status === 'unauthorized';
  useEffect(() => {
    if (hasEnded) setWho({ state: 'out', hasEnded: true });
  }, [hasEnded]);

  if (who.state === 'asking') return <div className="splash" aria-busy="true" />;
  if (who.state === 'failed') return <Failed text={inWords(who.error, t)} onRetry={() => void look()} />;
  if (who.state === 'out') return <SignIn hasEnded={who.hasEnded} onSignedIn={() => void look()} />;
  return (
    <TeamProvider me={who.me}>
      <Shell>
        <Suspense fallback={<div className="splash" aria-busy="true" />}>
          <Switch>
            <Route path="/search">
              <Search />
            </Route>
            {BESIDE.map(([name, Beside]) => (
              <Route key={name} path={`/${name}/*?`}>
                <Beside />
              </Route>
            ))}
            <Route>
              <Inbox />
            </Route>
          </Switch>
        </Suspense>
      </Shell>
    </TeamProvider>
  );
}
