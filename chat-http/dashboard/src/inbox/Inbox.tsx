import { type ReactNode, useMemo, useState } from 'react';
import { useConversations } from '@chat/react';
import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../app/Empty.js';
import { useIsNarrow, useIsWide } from '../lib/hooks.js';
import { useKeys } from '../lib/keys.js';
import { queryOf } from '../lib/views.js';
import { CustomerPane } from './CustomerPane.js';
import { ListPane } from './ListPane.js';
import { usePlace } from './place.js';
import { ThreadPane } from './ThreadPane.js';

/** Where agents spend their day: views, conversations, the conversation. */
export function Inbox(): ReactNode {
  const { t } = useTranslation();
  const [place, go] = usePlace();
  const isNarrow = useIsNarrow();
  const isWide = useIsWide();
  const [isAsideWanted, setAsideWanted] = useState<boolean | null>(null);
  const list = useConversations(useMemo(() => queryOf(place), [place]));
  const { conversation: open } = place;

  const step = (by: number): void => {
    const at = list.items.findIndex((it) => it.id === open);
    const next = list.items[at < 0 ? (by > 0 ? 0 : -1) : at + by];
    if (next) go({ conversation: next.id }, { replace: open !== null });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => {
      const row = document.activeElement;
      if (row instanceof HTMLElement && row !== document.body) row.click();
      else if (!open) step(1);
    },
    Escape: () => open && go({ conversation: null }),
  });

  const isAside = open !== null && (isAsideWanted ?? isWide);
  return (
    <div className={`inbox ${isAside ? 'with-aside' : ''}`}>
      {(!isNarrow || !open) && <ListPane key={`${place.view} ${place.source} ${place.isUnreadOnly}`} list={list} />}
      {open ? (
        <ThreadPane key={open} id={open} isAside={isAside} onAside={() => setAsideWanted(!isAside)} />
      ) : (
        !isNarrow && (
          <main className="pane thread">
            <Empty icon={MessagesSquare} title={t('empty.pick')} hint={t('empty.pickHint')} />
          </main>
        )
      )}
      {isAside && open && <CustomerPane id={open} onClose={() => setAsideWanted(false)} />}
    </div>
  );
}
