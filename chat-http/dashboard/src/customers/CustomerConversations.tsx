import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Paged, Section } from '../admin/Page.js';
import { usePages } from '../admin/query.js';
import { SourceIcon } from '../inbox/ListPane.js';
import { useNow } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { until } from '../lib/until.js';

/** Every conversation of a customer, on every channel, each leading into the inbox. */
export function CustomerConversations({ customerId }: { customerId: string }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const { nameOf } = useTeam();
  const now = useNow();
  const conversations = usePages('GET /api/v1/customers/{id}/conversations', { path: { id: customerId }, query: { limit: 20 } });
  return (
    <Section title={t('conversations.title')}>
      <Paged of={conversations}>
        {(items) =>
          items.length === 0 ? (
            <p className="dim">{t('conversations.none')}</p>
          ) : (
            <ul className="talks">
              {items.map((it) => {
                const who = nameOf(it.assigneeId);
                return (
                  <li key={it.id}>
                    <Link href={`/?c=${it.id}`} className="talk">
                      <SourceIcon source={it.source} size={16} />
                      <span className="talk-name">{it.subject ?? t([`source.${it.source}`, 'source.other'], { source: it.source, ns: 'main' })}</span>
                      <span className={`state ${it.status === 'active' ? 'state-good' : ''}`}>{t(`conversations.${it.status}`)}</span>
                      <span className="dim">
                        {t('conversations.messages', { count: it.messageCount })}
                        {who && ` · ${who}`}
                      </span>
                      <time className="dim" dateTime={it.lastMessageAt ?? it.createdAt}>
                        {until(it.lastMessageAt ?? it.createdAt, now, i18n.language)}
                      </time>
                    </Link>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Paged>
    </Section>
  );
}
