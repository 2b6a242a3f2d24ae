import type { ReactNode } from 'react';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useAsk } from '../../admin/query.js';
import { useNow } from '../../lib/hooks.js';
import { useDomains, useFigures } from '../data.js';
import { dayAgo, lastDays } from '../days.js';
import { seenOf } from './seen.js';

/** How often it is looked for while the page is open. */
const LOOK_MS = 4000;

/** Says by itself when the widget was met on a website. */
export function SeenOn({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const now = useNow();
  const figures = useFigures(widget.id, lastDays(now, 7), LOOK_MS);
  const domains = useDomains(widget.id);
  const blocked = useAsk('GET /api/v1/widgets/{id}/blocked-origins', { path: { id: widget.id } }, { everyMs: LOOK_MS });
  if (!figures.data || !domains.data || !blocked.data) return <div className="w-seen w-seen-waiting" aria-busy="true" />;
  const seen = seenOf({ status: widget.status, domains: domains.data.items, days: figures.data.days, blocked: blocked.data.items });
  const tone = seen.is === 'seen' ? 'good' : seen.is === 'waiting' ? 'waiting' : 'amber';
  const Icon = tone === 'good' ? CircleCheck : tone === 'amber' ? TriangleAlert : CircleDashed;
  const needsDomain = seen.is === 'noDomain' || seen.is === 'unproven' || seen.is === 'blocked';
  return (
    <div className={`w-seen w-seen-${tone}`} role="status">
      <Icon size={22} aria-hidden />
      <div>
        <strong>{t(`seen.${seen.is}.title`)}</strong>
        <p>
          {t(`seen.${seen.is}.text`, {
            ...(seen.is === 'seen' && { count: seen.loads, day: dayAgo(seen.day, now, i18n.language) }),
            ...(seen.is === 'blocked' && { origin: seen.origin }),
          })}{' '}
          {needsDomain && <Link href={`/widgets/${widget.id}/domains`}>{t('seen.toDomains')}</Link>}
        </p>
      </div>
    </div>
  );
}
