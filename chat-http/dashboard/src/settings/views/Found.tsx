import { type ReactNode, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../admin/query.js';
import { type Condition, isComplete, opened } from '../../filters/model.js';

/** How many are counted: more than these are "many". */
const COUNTED = 50;

/** How many conversations a filter finds by now, while it is put together. */
export function Found({ filter, order }: { filter: Condition; order: 'latest' | 'waiting' }): ReactNode {
  const { t, i18n } = useTranslation('settings');
  const text = useDeferredValue(JSON.stringify(filter));
  const isReady = isComplete(opened(JSON.parse(text) as Condition));
  const { data } = useAsk('GET /api/v1/conversations', { query: { filter: text, order, limit: COUNTED } }, { isOn: isReady });
  const count = data?.items.length ?? 0;
  return (
    <p className="dim" role="status">
      {!isReady ? t('views.unready') : data ? t('views.now', { count, number: `${count.toLocaleString(i18n.language)}${data.nextCursor ? '+' : ''}` }) : ' '}
    </p>
  );
}
