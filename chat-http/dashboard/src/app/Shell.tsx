import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAttention } from '../lib/attention.js';
import { useKeys } from '../lib/keys.js';
import { usePlace } from '../inbox/place.js';
import { useIsNarrow, useIsWide } from '../lib/hooks.js';
import { useIdle } from '../lib/idle.js';
import { usePrefs } from '../lib/prefs.js';
import { useAsked } from '../lib/signals.js';
import { Banner } from './Banner.js';
import { Divider, sizes } from './Divider.js';
import { Rail } from './Rail.js';

const Help = lazy(() => import('./Help.js'));
const Preferences = lazy(() => import('./Preferences.js'));
const Palette = lazy(() => import('../palette/Palette.js'));

/** What is around every page: the banner, the title, the keys that work everywhere. */
export function Shell({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const [location, go] = useLocation();
  const [place] = usePlace();
  // On a phone a conversation has the whole page.
  const isAlone = useIsNarrow() && location === '/' && place.conversation !== null;
  const isWide = useIsWide();
  const { widths } = usePrefs();
  const [isHelping, setHelping] = useState(false);
  useAttention();
  useIdle();
  useEffect(() => {
    if (location !== '/') return;
    document.title = `${t('inbox')} · ${t('app')}`;
  }, [location, t]);
  const [isPreferring, setPreferring] = useState(false);
  useAsked('preferences', () => setPreferring(true));
  const [isFinding, setFinding] = useState(false);
  useAsked('help', () => setHelping(true));
  useAsked('palette', () => setFinding(true));
  useEffect(() => {
    // Also while somebody writes: it types nothing.
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== 'KeyK') return;
      event.preventDefault();
      setFinding((now) => !now);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  useKeys({
    // Where these are on a keyboard, and whether with Shift, differs from country to country.
    '/': () => go('/search'),
    'Shift+/': () => go('/search'),
    '?': () => setHelping(true),
    'Shift+?': () => setHelping(true),
    'g m': () => go('/?view=mine'),
    'g u': () => go('/?view=unassigned'),
    'g n': () => go('/?view=mentions'),
    'g i': () => go('/'),
    'g a': () => go('/'),
    'g c': () => go('/?view=closed'),
    'g s': () => go('/?view=snoozed'),
  });
  return (
    <div className="shell">
      <Banner />
      <div className={isAlone ? 'around is-alone' : 'around'} style={sizes(widths)}>
        {!isAlone && <Rail>{isWide && <Divider pane="rail" />}</Rail>}
        {children}
      </div>
      {isPreferring && (
        <Suspense fallback={null}>
          <Preferences onClose={() => setPreferring(false)} />
        </Suspense>
      )}
      {isFinding && (
        <Suspense fallback={null}>
          <Palette onClose={() => setFinding(false)} />
        </Suspense>
      )}
      {isHelping && (
        <Suspense fallback={null}>
          <Help onClose={() => setHelping(false)} />
        </Suspense>
      )}
    </div>
  );
}
