import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Paged, Section } from '../admin/Page.js';
import { usePages } from '../admin/query.js';
import { SourceIcon } from '../inbox/ListPane.js';
import { moment } from '../lib/time.js';

/** What a customer wrote while it was blocked. */
export function HeldBack({ customerId }: { customerId: string }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const messages = usePages('GET /api/v1/held-back-messages', { query: { customerId, limit: 20 } });
  return (
    <Section title={t('heldBack.title')} hint={t('heldBack.hint')}>
      <Paged of={messages}>
        {(items) => (
          <ul className="notes">
            {items.map((it) => (
              <li key={it.id} className="note-row">
                <SourceIcon source={it.source} size={16} />
                <div>
                  <p className="note-text" dir="auto">
                    {it.content || t('heldBack.noText')}
                  </p>
                  <time className="dim" dateTime={it.receivedAt}>
                    {moment(it.receivedAt, i18n.language)}
                  </time>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Section>
  );
}
