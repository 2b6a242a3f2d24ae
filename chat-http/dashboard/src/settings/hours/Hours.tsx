import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';
import { Asked, Page, Section } from '../../admin/Page.js';
import { useAsk } from '../../admin/query.js';
import { Empty } from '../../app/Empty.js';
import { useTeam } from '../../lib/team.js';
import { HoursEditor } from './HoursEditor.js';
import { daysInWords } from './words.js';

/** When somebody is there to answer, widget by widget. */
export default function Hours(): ReactNode {
  return (
    <Switch>
      <Route path="/settings/hours/:id">{({ id }) => <HoursEditor key={id} id={id} />}</Route>
      <Route>
        <HoursList />
      </Route>
    </Switch>
  );
}

function HoursList(): ReactNode {
  const { t, i18n } = useTranslation('settings');
  const { may } = useTeam();
  const widgets = useAsk('GET /api/v1/widgets');
  return (
    <Page title={t('sections.hours')} hint={t('hours.hint')}>
      <Asked of={widgets}>
        {({ items }) => (
          <Section>
            {items.length === 0 ? (
              <Empty isInSection icon={Clock} title={t('hours.empty')} hint={t('hours.emptyHint')}>
                {may('widgets.manage') && (
                  <Button component={Link} href="/widgets">
                    {t('hours.toWidgets')}
                  </Button>
                )}
              </Empty>
            ) : (
              <ul className="rows-plain">
                {items.map(({ id, name, settings: { businessHours } }) => (
                  <li key={id} className="listed">
                    <div className="listed-main">
                      <Link href={`/settings/hours/${id}`}>{name}</Link>
                      <span className="dim">
                        {businessHours === null
                          ? t('hours.always')
                          : `${businessHours.week.map(({ days, from, to }) => `${daysInWords(days, i18n.language)} ${from}–${to}`).join(' · ') || t('hours.never')} (${businessHours.timeZone})`}
                      </span>
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
