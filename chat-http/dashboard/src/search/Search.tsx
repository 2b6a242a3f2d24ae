import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, Skeleton } from '@mantine/core';
import type { ChatError, Rest } from '@chat/client';
import { ChatError as Failure } from '@chat/client';
import { useChatClient } from '@chat/react';
import { ArrowDownWideNarrow, MessageSquareText, Search as SearchIcon, SearchX, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearch } from 'wouter';
import { Empty } from '../app/Empty.js';
import { Failed } from '../app/Failed.js';
import { useNow } from '../lib/hooks.js';
import { inWords } from '../lib/problems.js';
import { useTeam } from '../lib/team.js';
import { ago } from '../lib/time.js';
import { look, type Wanted } from './look.js';
import { asked } from './operators.js';
import QueryField from './QueryField.js';

const WHERE = ['all', 'messages', 'customers'] as const;
type Where = (typeof WHERE)[number];
/** What narrows a search down, as it is typed. */
const SHORTCUTS = ['is:open', 'is:closed', 'assignee:me', 'in:whatsapp', 'in:web'] as const;
/** How long after the last key is looked. */
const LOOK_MS = 250;

/** Finds messages and customers by their words. What is looked for is in the address. */
export default function Search(): ReactNode {
  const { t, i18n } = useTranslation();
  const chat = useChatClient();
  const now = useNow();
  const given = new URLSearchParams(useSearch());
  const [, go] = useLocation();
  const [text, setText] = useState(given.get('q') ?? '');
  const [where, setWhere] = useState<Where>(WHERE.find((it) => it === given.get('in')) ?? 'all');
  const [isLatestFirst, setLatestFirst] = useState(given.get('order') === 'latest');
  const [found, setFound] = useState<Rest.SearchResults | null>(null);
  const [error, setError] = useState<ChatError | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [turn, setTurn] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const team = useTeam();
  const wanted = text.trim();
  const words = wanted.split(/\s+/).filter(Boolean);
  const { words: q, conditions } = asked(text.trimStart(), team);
  const filter = conditions.length > 0 ? JSON.stringify({ all: conditions }) : undefined;
  const query: Wanted = { q, limit: 30, ...(filter ? { filter } : {}), ...(isLatestFirst ? { order: 'latest' } : {}) };
  const key = JSON.stringify([query, where]);
  const narrow = (operator: string): void => {
    setText([...words.filter((word) => word !== operator), ...(words.includes(operator) ? [] : [operator])].join(' '));
    field.current?.focus();
  };
  useEffect(() => {
    const place = new URLSearchParams({ ...(wanted ? { q: wanted } : {}), ...(where === 'all' ? {} : { in: where }), ...(isLatestFirst ? { order: 'latest' } : {}) }).toString();
    if (!query.q) {
      setFound(null);
      setError(null);
      return undefined;
    }
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      go(`/search${place && `?${place}`}`, { replace: true });
      setLooking(true);
      const { signal } = giveUp;
      const results = where === 'all' ? look(chat, query, signal) : chat.api.get('/api/v1/search', { query: { ...query, in: where }, signal });
      results
        .then(
          (given) => {
            setFound(given);
            setError(null);
          },
          (thrown: unknown) => signal.aborted || setError(Failure.of(thrown)),
        )
        .finally(() => signal.aborted || setLooking(false));
    }, LOOK_MS);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [chat, key, turn]);

  const more = async (cursor: string): Promise<void> => {
    try {
      const next = await chat.api.get('/api/v1/search', { query: { ...query, in: where === 'all' ? 'messages' : where, cursor } });
      setFound((before) => ({ ...next, items: [...(before?.items ?? []), ...next.items] }));
    } catch (thrown) {
      setError(Failure.of(thrown));
    }
  };
  const openCustomer = async (id: string): Promise<void> => {
    const { items } = await chat.api.get('/api/v1/customers/{id}/conversations', { path: { id }, query: { limit: 1 } });
    go(items[0] ? `/?c=${items[0].id}` : `/customers/${id}`);
  };

  return (
    <main className="pane search">
      <h1 className="sr">{t('search.title')}</h1>
      <div className="search-head">
        <QueryField ref={field} className="is-large" value={text} label={t('search.label')} placeholder={t('search.placeholder')} onChange={setText} onLeave={() => go('/')} />
        <div role="group" aria-label={t('search.in')} className="chips">
          {WHERE.map((it) => (
            <button key={it} type="button" className="chip" aria-pressed={where === it} onClick={() => setWhere(it)}>
              {t(`search.${it}`)}
            </button>
          ))}
          <button type="button" className="chip search-order" aria-pressed={isLatestFirst} onClick={() => setLatestFirst((it) => !it)}>
            <ArrowDownWideNarrow size={14} aria-hidden />
            {t('search:latest')}
          </button>
        </div>
        <div role="group" aria-label={t('search.label')} className="chips">
          {SHORTCUTS.map((it) => (
            <button key={it} type="button" className="chip" aria-pressed={words.includes(it)} onClick={() => narrow(it)}>
              <bdi dir="ltr">{it}</bdi>
            </button>
          ))}
        </div>
      </div>
      <div className="search-found" aria-busy={isLooking} aria-live="polite">
        {!query.q && filter && (
          <Empty icon={SearchIcon} title={t('search:noWords')} hint={t('search:noWordsHint')}>
            <Link href={`/?${new URLSearchParams({ q: wanted }).toString()}`} className="chip start-link">
              {t('search:see')}
            </Link>
          </Empty>
        )}
        {error && <Failed text={inWords(error, t)} onRetry={() => setTurn((it) => it + 1)} />}
        {!error && !query.q && !filter && <Empty icon={SearchIcon} title={t('search.hint')} hint={t('search.hintText')} />}
        {!error && query.q && !found && isLooking && <Skeleton height={60} radius="md" />}
        {!error && query.q && found?.items.length === 0 && !isLooking && <Empty icon={SearchX} title={t('search.none', { text: wanted })} hint={t('search.noneHint')} />}
        {query.q && found && found.items.length > 0 && (
          <ul className="hits">
            {found.items.map(({ message, customer, segments }) => (
              <li key={message?.id ?? customer?.id}>
                <button type="button" className="hit" onClick={() => (message ? go(`/?c=${message.conversationId}`) : customer && void openCustomer(customer.id).catch((thrown: unknown) => setError(Failure.of(thrown))))}>
                  {message ? <MessageSquareText size={17} aria-hidden /> : <UserRound size={17} aria-hidden />}
                  <span className="hit-text" dir="auto">
                    {message && <strong>{customer?.name ?? t('list.unknown')} </strong>}
                    {segments.map((it, index) => (it.isMatch ? <mark key={index}>{it.text}</mark> : <span key={index}>{it.text}</span>))}
                    {message && message.senderType !== 'customer' && <small className="dim">{team.nameOf(message.senderId) ?? t(message.senderType === 'bot' ? 'thread.bot' : 'thread.system')}</small>}
                  </span>
                  <span className="dim">{message ? ago(message.createdAt, now, i18n.language) : t('search.customer')}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {found?.nextCursor && query.q && (
          <Button variant="default" onClick={() => found.nextCursor && void more(found.nextCursor)}>
            {t('search.more')}
          </Button>
        )}
      </div>
    </main>
  );
}
