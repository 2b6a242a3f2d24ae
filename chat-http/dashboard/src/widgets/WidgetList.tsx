import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { AppWindow, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Asked, Page } from '../admin/Page.js';
import { Empty } from '../app/Empty.js';
import { useNow } from '../lib/hooks.js';
import { useDomains, useFigures, useMayManage, useWidgets } from './data.js';
import { dayAgo, lastDays, lastSeen } from './days.js';
import { Bars } from './Bars.js';
import { NewWidget } from './NewWidget.js';

const DAYS = 30;

/** All widgets, each with whether it is to be seen and how much it is used. */
export function WidgetList(): ReactNode {
  const { t } = useTranslation('widgets');
  const widgets = useWidgets();
  const mayManage = useMayManage();
  const [isMaking, setMaking] = useState(false);
  const make = mayManage && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setMaking(true)}>
      {t('new.button')}
    </Button>
  );
  return (
    <Page title={t('title')} hint={t('hint')} actions={make}>
      <Asked of={widgets}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={AppWindow} title={t('empty.title')} hint={t(mayManage ? 'empty.hint' : 'empty.ask')} />
          ) : (
            <ul className="w-list">
              {items.map((widget) => (
                <Row key={widget.id} widget={widget} />
              ))}
            </ul>
          )
        }
      </Asked>
      {isMaking && <NewWidget onClose={() => setMaking(false)} />}
    </Page>
  );
}

function Row({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const now = useNow();
  const { data: domains } = useDomains(widget.id);
  const { data: figures } = useFigures(widget.id, lastDays(now, DAYS));
  const proven = domains?.items.filter((it) => it.verified).length ?? 0;
  const waiting = (domains?.items.length ?? 0) - proven;
  const seen = figures && lastSeen(figures.days);
  return (
    <li>
      <Link href={`/widgets/${widget.id}`} className="w-row">
        <span className="w-swatch" style={{ background: widget.settings.colors.primary }} />
        <span className="w-row-name">
          <strong>{widget.name}</strong>
          <span className="dim">{t(`kind.${widget.type}`)}</span>
        </span>
        <span className={`state state-${widget.status === 'active' ? 'good' : 'idle'}`}>{t(`status.${widget.status}`)}</span>
        <span className="w-row-fact">
          <span className="dim">{t('list.domains')}</span>
          {domains && (
            <span className={waiting > 0 ? 'state-amber' : ''}>
              {domains.items.length === 0 ? t('list.noDomain') : [proven > 0 && t('list.proven', { count: proven }), waiting > 0 && t('list.waiting', { count: waiting })].filter(Boolean).join(', ')}
            </span>
          )}
        </span>
        <span className="w-row-fact">
          <span className="dim">{t('list.seen')}</span>
          {figures && <span>{seen ? dayAgo(seen, now, i18n.language) : t('list.never', { count: DAYS })}</span>}
        </span>
        <span className="w-row-fact">
          <span className="dim">{t('list.conversations', { count: DAYS })}</span>
          {figures && (
            <span className="w-row-bars">
              {figures.totals.conversations.toLocaleString(i18n.language)}
              <Bars values={figures.days.map((it) => it.conversations)} />
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
