import { type ReactNode, useEffect } from 'react';
import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ChatError } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Failed } from '../app/Failed.js';
import { inWords } from '../lib/problems.js';
import type { Pages } from './query.js';
import './styles.js';

export interface Tab {
  /** Where it is, as `/team/roles`. */
  href: string;
  name: string;
}

interface PageProps {
  title: ReactNode;
  /** The title of the window, where the page's own is more than a text. */
  name?: string;
  hint?: ReactNode;
  /** Where one level up is. */
  back?: { href: string; name: string };
  actions?: ReactNode;
  tabs?: readonly Tab[];
  children: ReactNode;
}

/** Where there is no room for all parts, the one that is shown is among those that are seen. */
const intoView = (it: HTMLElement | null): void => it?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

/** A page of the administration: what it is, what can be done, its parts, its body. */
export function Page({ title, name, hint, back, actions, tabs, children }: PageProps): ReactNode {
  const { t } = useTranslation();
  const [location] = useLocation();
  const named = name ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = `${named} · ${t('app')}`;
  }, [named, t]);
  return (
    <main className="pane page">
      <header className="page-head">
        {back && (
          <Link href={back.href} className="page-back">
            {back.name}
          </Link>
        )}
        <div className="page-title">
          <div>
            <h1>{title}</h1>
            {hint && <p className="dim">{hint}</p>}
          </div>
          {actions && <div className="page-actions">{actions}</div>}
        </div>
        {tabs && (
          <nav className="page-tabs" aria-label={named}>
            {tabs.map((tab) => (
              <Link key={tab.href} href={tab.href} aria-current={location === tab.href ? 'page' : undefined} ref={location === tab.href ? intoView : undefined}>
                {tab.name}
              </Link>
            ))}
          </nav>
        )}
      </header>
      <div className="page-body" tabIndex={-1}>
        {children}
      </div>
    </main>
  );
}

/** A part of a page that is about one thing. */
export function Section({ title, hint, actions, children }: { title?: ReactNode; hint?: ReactNode; actions?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className="section">
      {(title || actions) && (
        <header className="section-head">
          <div>
            {title && <h2>{title}</h2>}
            {hint && <p className="dim">{hint}</p>}
          </div>
          {actions && <div className="page-actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** What a list has, once its beginning is there, and a button for more of it. */
export function Paged<Item>({ of, children }: { of: Pages<Item>; children: (items: readonly Item[]) => ReactNode }): ReactNode {
  const { t } = useTranslation();
  if (!of.items) return of.error ? <Failed text={inWords(of.error, t)} onRetry={of.again} /> : <Bones />;
  return (
    <>
      {children(of.items)}
      {of.hasMore && (
        <Button variant="default" className="more" loading={of.isLoadingMore} onClick={of.more}>
          {t('admin.more')}
        </Button>
      )}
    </>
  );
}

/** What was asked, once it is there; bones before it, and what went wrong instead of it. */
export function Asked<Answer>({ of, children }: { of: UseQueryResult<Answer, ChatError>; children: (answer: Answer) => ReactNode }): ReactNode {
  const { t } = useTranslation();
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failed text={inWords(of.error, t)} onRetry={() => void of.refetch()} />;
  return <Bones />;
}

function Bones(): ReactNode {
  return (
    <div className="bones" aria-busy="true">
      <Skeleton height={18} width="40%" radius="xl" />
      <Skeleton height={54} radius="md" />
      <Skeleton height={54} radius="md" />
    </div>
  );
}
