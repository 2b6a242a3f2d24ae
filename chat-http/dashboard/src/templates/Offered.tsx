import type { ReactNode } from 'react';
import { useCustomer } from '@chat/react';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked } from '../admin/Page.js';
import { useAsk } from '../admin/query.js';
import { fitting, grouped, isSendable, partsOf, speaks } from './model.js';
import { None } from './None.js';
import './templates.css';

export interface OfferedProps {
  accountId: string;
  customerId: string | null;
  onPick: (name: string) => void;
}

/** The templates that can be sent to a customer, those in its language first. */
export default function Offered({ accountId, customerId, onPick }: OfferedProps): ReactNode {
  const { t } = useTranslation('templates');
  const language = useCustomer(customerId)?.language;
  const templates = useAsk('GET /api/v1/whatsapp/templates', { query: { accountId } });
  return (
    <Asked of={templates}>
      {({ items }) => {
        const groups = grouped(items.filter(isSendable), '').map((it) => ({ ...it, best: fitting(it.all, language)! }));
        const first = groups.filter((it) => speaks(it.best, language));
        if (groups.length === 0) return <None accountId={accountId} isInSection />;
        return (
          <ul className="wa-offered" aria-label={t('title')}>
            {[...first, ...groups.filter((it) => !first.includes(it))].map(({ name, best }) => (
              <li key={name}>
                <button type="button" onClick={() => onPick(name)}>
                  <span>
                    <strong>
                      <bdi dir="ltr">{name}</bdi>
                    </strong>
                    <small className="dim" dir="auto">
                      {partsOf(best.components).body}
                    </small>
                  </span>
                  <ChevronRight size={15} aria-hidden className="flip" />
                </button>
              </li>
            ))}
          </ul>
        );
      }}
    </Asked>
  );
}
