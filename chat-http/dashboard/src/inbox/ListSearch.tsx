import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { QueryField } from '../search/lazy.js';
import { usePlace } from './place.js';

/** How long after the last key is looked. */
const LOOK_MS = 250;

/** Finds conversations in the view by words and operators. What is looked for is in the address. */
export function ListSearch(): ReactNode {
  const { t } = useTranslation('search');
  const [place, go] = usePlace();
  const [typed, setTyped] = useState(place.q ?? '');
  /** What the address was last told, or told last. */
  const known = useRef(place.q ?? '');
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    if ((place.q ?? '') === known.current) return;
    known.current = place.q ?? '';
    setTyped(known.current);
  }, [place.q]);
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === known.current) return undefined;
    const look = (): void => {
      known.current = wanted;
      latest.current({ q: wanted || null }, { replace: true });
    };
    const timer = setTimeout(look, wanted ? LOOK_MS : 0);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Suspense fallback={<div className="list-search" />}>
      <div className="list-search">
        <QueryField value={typed} className="" label={t('list')} placeholder={t('list')} onChange={setTyped} />
        {place.q && (
          <Link href={`/search?${new URLSearchParams({ q: place.q }).toString()}`} className="link">
            {t('everywhere')}
          </Link>
        )}
      </div>
    </Suspense>
  );
}
