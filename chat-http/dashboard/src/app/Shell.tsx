import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useUnread } from '@chat/react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useKeys } from '../lib/keys.js';
import { usePlace } from '../inbox/place.js';
import { useIsNarrow } from '../lib/hooks.js';
import { useAsked } from '../lib/signals.js';
import { Banner } from './Banner.js';
import { Rail } from './Rail.js';

const Help = lazy(() => import('./Help.js'));
const Palette = lazy(() => import('../palette/Palette.js'));

/** What is around every page: the banner, the title, the keys that work everywhere. */
export function Shell({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const [location, go] = useLocation();
  const [place] = usePlace();
  // On a phone a conversation has the whole page.
  const isAlone = useIsNarrow() && location === '/' && place.conversation !== null;
  const [isHelping, setHelping] = useState(false);
  const { count, isMore } = useUnread();
  useEffect(() => {
    if (location !== '/') return;
    const name = `${t('inbox')} · ${t('app')}`;
    document.title = count > 0 ? `(${count}${isMore ? '+' : ''}) ${name}` : name;
  }, [count, isMore, location, t]);
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
    'g i': () => go('/'),
    'g a': () => go('/'),
    'g c': () => go('/?view=closed'),
    'g s': () => go('/?view=snoozed'),
  });
  return (
    <div className="shell">
      <Banner />
      <div className={isAlone ? 'around is-alone' : 'around'}>
        {!isAlone && <Rail />}
        {children}
      </div>
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
