import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { ActionIcon } from '@mantine/core';
import { useChatClient, useConversation, useCustomer } from '@chat/react';
import { BadgeCheck, MegaphoneOff, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCustomerName, useNow } from '../lib/hooks.js';
import { languageName } from '../lib/languages.js';
import { useTeam } from '../lib/team.js';
import { ago, moment } from '../lib/time.js';
import { learn } from '../lib/words.js';
import { Face } from './Face.js';
import { SourceIcon } from './ListPane.js';
import { usePlace } from './place.js';
import type { Conversation } from './types.js';

const CustomerMore = lazy(async () => {
  const [more] = await Promise.all([import('./CustomerMore.js'), learn('customers')]);
  return more;
});

/** Who the customer is, as far as that is known, and from where. */
export default function CustomerPane({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const { conversation } = useConversation(id);
  const customer = useCustomer(conversation?.customerId ?? null);
  const name = useCustomerName(conversation);
  const now = useNow();
  const { nameOf, teams } = useTeam();
  const context = conversation?.context;
  const page = context?.page;
  const localTime = page?.timeZone ? timeIn(page.timeZone, now, i18n.language) : null;
  const language = customer?.language ?? page?.language;
  const fact = (title: string, value: ReactNode): ReactNode =>
    value ? (
      <div>
        <dt>{title}</dt>
        <dd>{value}</dd>
      </div>
    ) : null;
  const entries = (values: Record<string, unknown> | undefined): [string, string][] =>
    Object.entries(values ?? {}).flatMap(([key, value]) => (value === null || value === '' ? [] : [[key, typeof value === 'object' ? JSON.stringify(value) : String(value)]]));
  return (
    <aside className="pane customer" aria-label={t('customer.label')}>
      <div className="customer-head">
        <Face id={conversation?.customerId ?? id} name={name} size={52} />
        <h2>
          {conversation?.customerId ? (
            <Link href={`/customers/${conversation.customerId}`}>
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <bdi>{name}</bdi>
          )}
        </h2>
        {context?.isIdentified && (
          <p className="verified">
            <BadgeCheck size={14} aria-hidden /> {t('customer.verified')}
          </p>
        )}
        {customer?.noMarketingSince && (
          <p className="no-adverts" title={moment(customer.noMarketingSince, i18n.language)}>
            <MegaphoneOff size={14} aria-hidden /> {t('inbox:customer.noMarketing')}
          </p>
        )}
        <ActionIcon variant="subtle" color="gray" className="customer-close" aria-label={t('thread.close')} onClick={onClose}>
          <X size={17} />
        </ActionIcon>
      </div>
      <dl className="facts">
        {fact(t('inbox:customer.username'), customer?.username && <bdi dir="ltr">@{customer.username}</bdi>)}
        {fact(t('customer.email'), customer?.email ?? context?.email)}
        {fact(t('customer.phone'), (customer?.phone ?? conversation?.customerNumber) && <bdi dir="ltr">{customer?.phone ?? conversation?.customerNumber}</bdi>)}
        {fact(t('customer.language'), language && languageName(language, i18n.language))}
        {fact(t('customer.time'), localTime)}
        {fact(t('customer.page'), page && <a href={page.url} target="_blank" rel="noreferrer">{page.title || page.url}</a>)}
        {fact(t('customer.from'), page?.referrer && <bdi dir="ltr">{page.referrer}</bdi>)}
      </dl>
      {context && context.trail.length > 1 && (
        <section>
          <h3>{t('inbox:customer.trail')}</h3>
          <ol className="trail">
            {context.trail.toReversed().map((it, n) => (
              <li key={`${it.cameAt} ${n}`}>
                <a href={it.url} target="_blank" rel="noreferrer" title={it.url}>
                  {it.title || it.url}
                </a>
                <time dateTime={it.cameAt} title={moment(it.cameAt, i18n.language)}>
                  {ago(it.cameAt, now, i18n.language)}
                </time>
              </li>
            ))}
          </ol>
        </section>
      )}
      {customer && customer.identities.length > 0 && (
        <>
          <h3>{t('customer.identities')}</h3>
          <dl className="facts">
            {customer.identities.map((it) => (
              <div key={it.id}>
                <dt>{t(`kind.${it.kind}`)}</dt>
                <dd>
                  <bdi dir="ltr">{it.value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {entries(context?.answers).length > 0 && (
        <section>
          <h3>{t('customer.answers')}</h3>
          <dl className="facts">
            {entries(context?.answers).map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {conversation && (
        <>
          <h3>{t('customer.conversation')}</h3>
          <dl className="facts">
            {fact(t('customer.since'), moment(conversation.createdAt, i18n.language))}
            {fact(t('customer.messages'), conversation.messageCount.toLocaleString(i18n.language))}
            {fact(t('customer.assignee'), nameOf(conversation.assigneeId) ?? t('actions.nobody'))}
            {fact(t('customer.team'), teams.find((it) => it.id === conversation.teamId)?.name)}
          </dl>
        </>
      )}
      {conversation && (
        <Suspense fallback={null}>
          <CustomerMore key={id} customer={customer} conversation={conversation} />
        </Suspense>
      )}
      {conversation?.customerId && <History customerId={conversation.customerId} id={id} now={now} />}
    </aside>
  );
}

/** What time it is there. */
export function timeIn(timeZone: string, now: number, language: string): string | null {
  try {
    return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone, timeZoneName: 'short' }).format(now);
  } catch {
    // Browsers name zones that this one does not know.
    return null;
  }
}

function History({ customerId, id, now }: { customerId: string; id: string; now: number }): ReactNode {
  const { t, i18n } = useTranslation();
  const chat = useChatClient();
  const [, go] = usePlace();
  const [items, setItems] = useState<readonly Conversation[] | null>(null);
  useEffect(() => {
    let isOver = false;
    chat.api.get('/api/v1/customers/{id}/conversations', { path: { id: customerId }, query: { limit: 10 } }).then(
      (page) => isOver || setItems(page.items.filter((it) => it.id !== id)),
      () => {},
    );
    return () => void (isOver = true);
  }, [chat, customerId, id]);
  if (!items) return null;
  return (
    <section>
      <h3>{t('customer.history')}</h3>
      {items.length === 0 && <p className="dim">{t('customer.noHistory')}</p>}
      <ul className="history">
        {items.map((it) => (
          <li key={it.id}>
            <button type="button" onClick={() => go({ conversation: it.id })}>
              <SourceIcon source={it.source} />
              <span>{it.subject ?? t([`source.${it.source}`, 'source.other'], { source: it.source })}</span>
              {it.lastMessageAt && <time dateTime={it.lastMessageAt}>{ago(it.lastMessageAt, now, i18n.language)}</time>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
