import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useConversations } from '@chat/react';
import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Divider, sizes } from '../app/Divider.js';
import { Empty } from '../app/Empty.js';
import { useIsNarrow, useIsWide } from '../lib/hooks.js';
import { useKeys } from '../lib/keys.js';
import { usePrefs } from '../lib/prefs.js';
import { queryOf } from '../lib/views.js';
import { ListPane, useWarm } from './ListPane.js';
import { usePicking } from './picking.js';
import { useLookedFor, usePlace } from './place.js';
import { ThreadPane } from './ThreadPane.js';

const CustomerPane = lazy(() => import('./CustomerPane.js'));

/** Where agents spend their day: views, conversations, the conversation. */
export function Inbox(): ReactNode {
  const { t } = useTranslation();
  const [place, go] = usePlace();
  const isNarrow = useIsNarrow();
  const isWide = useIsWide();
  const [isAsideWanted, setAsideWanted] = useState<boolean | null>(null);
  const lookedFor = useLookedFor(place);
  const query = useMemo(() => queryOf(place, lookedFor), [place, lookedFor]);
  const list = useConversations(query);
  const picking = usePicking(JSON.stringify(query), list.items);
  const warm = useWarm();
  const { conversation: open } = place;

  const step = (by: number): void => {
    const at = list.items.findIndex((it) => it.id === open);
    const next = list.items[at < 0 ? (by > 0 ? 0 : -1) : at + by];
    if (!next) return;
    go({ conversation: next.id }, { replace: open !== null });
    // Whoever goes on will most likely go on.
    const after = list.items[list.items.indexOf(next) + Math.sign(by)];
    if (after) warm(after.id);
  };
  /** The conversation that keys are about: the row that has the focus, else the open one. */
  const here = (): string | null => (document.activeElement as HTMLElement | null)?.closest('li')?.querySelector<HTMLElement>('[data-conversation]')?.dataset.conversation ?? open;
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => {
      const row = document.activeElement;
      if (row instanceof HTMLElement && row !== document.body) row.click();
      else if (!open) step(1);
    },
    x: () => {
      const id = here();
      if (id) picking.toggle(id);
    },
    'Shift+X': () => {
      const id = here();
      if (id) picking.reach(id);
    },
    Escape: () => (picking.ids.size > 0 ? picking.clear() : open && go({ conversation: null })),
  });

  const { widths } = usePrefs();
  const isAside = open !== null && (isAsideWanted ?? isWide);
  return (
    <div className={`inbox ${isAside ? 'with-aside' : ''}`} style={sizes(widths)}>
      {(!isNarrow || !open) && <ListPane key={`${place.view} ${place.source} ${place.isUnreadOnly} ${place.isByWait} ${place.filter}`} list={list} query={query} picking={picking}>{!isNarrow && <Divider pane="list" />}</ListPane>}
      {open ? (
        <ThreadPane key={open} id={open} isAside={isAside} onAside={() => setAsideWanted(!isAside)}>
          {isAside && isWide && <Divider pane="aside" />}
        </ThreadPane>
      ) : (
        !isNarrow && (
          <main className="pane thread">
            <Empty icon={MessagesSquare} title={t('empty.pick')} hint={t('empty.pickHint')} />
          </main>
        )
      )}
      {isAside && open && (
        <Suspense fallback={<aside className="pane customer" aria-busy="true" aria-label={t('customer.label')} />}>
          <CustomerPane id={open} onClose={() => setAsideWanted(false)} />
        </Suspense>
      )}
    </div>
  );
}
