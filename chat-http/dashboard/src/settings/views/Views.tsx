import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { ListFilter, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';
import { Asked, Page, Section } from '../../admin/Page.js';
import { Empty } from '../../app/Empty.js';
import { useTeam } from '../../lib/team.js';
import { useDefinitions, useSharing } from '../definitions.js';
import { Shared } from '../Sharing.js';
import { ViewEditor } from './ViewEditor.js';

/** Lists that somebody looks at again and again: all of them, and one. */
export default function Views(): ReactNode {
  return (
    <Switch>
      <Route path="/settings/views/:id">{({ id }) => <ViewEditor key={id} id={id} />}</Route>
      <Route>
        <ViewList />
      </Route>
    </Switch>
  );
}

function ViewList(): ReactNode {
  const { t, i18n } = useTranslation('settings');
  const all = useDefinitions('views');
  const { counts } = useTeam();
  const { mayMake } = useSharing();
  const add = mayMake && (
    <Button component={Link} href="/settings/views/new" leftSection={<Plus size={16} aria-hidden />}>
      {t('views.new')}
    </Button>
  );
  const countOf = (count: number): string => t('views.found', { count, number: count >= 1000 ? `${(1000).toLocaleString(i18n.language)}+` : count.toLocaleString(i18n.language) });
  return (
    <Page title={t('sections.views')} hint={t('views.hint')} actions={add}>
      <Asked of={all}>
        {({ items }) => (
          <Section>
            {items.length === 0 ? (
              <Empty isInSection icon={ListFilter} title={t('views.empty')} hint={t('views.emptyHint')}>
                {add}
              </Empty>
            ) : (
              <ul className="rows-plain">
                {items.map(({ id, name, order, audience }) => (
                  <li key={id} className="listed">
                    <div className="listed-main">
                      <Link href={`/settings/views/${id}`}>{name}</Link>
                      <span className="dim">{[counts.has(id) ? countOf(counts.get(id) ?? 0) : null, order === 'waiting' ? t('views.waiting') : null].filter(Boolean).join(' · ')}</span>
                    </div>
                    <div className="listed-end">
                      <Shared audience={audience} />
                      <Button component={Link} href={`/?view=${id}`} size="xs" variant="default">
                        {t('views.open')}
                      </Button>
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        )}
      </Asked>
    </Page>
  );
}
