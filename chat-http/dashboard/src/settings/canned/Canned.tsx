import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { MessageSquareText, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';
import { Asked, Page, Section } from '../../admin/Page.js';
import { Empty } from '../../app/Empty.js';
import { useDefinitions, useSharing } from '../definitions.js';
import { Finder } from '../Finder.js';
import { Shared } from '../Sharing.js';
import { CannedEditor } from './CannedEditor.js';

/** Texts that are written often: all of them, and one. */
export default function Canned(): ReactNode {
  return (
    <Switch>
      <Route path="/settings/canned/:id">{({ id }) => <CannedEditor key={id} id={id} />}</Route>
      <Route>
        <CannedList />
      </Route>
    </Switch>
  );
}

function CannedList(): ReactNode {
  const { t } = useTranslation('settings');
  const all = useDefinitions('canned-responses');
  const { mayMake } = useSharing();
  const add = mayMake && (
    <Button component={Link} href="/settings/canned/new" leftSection={<Plus size={16} aria-hidden />}>
      {t('canned.new')}
    </Button>
  );
  return (
    <Page title={t('sections.canned')} hint={t('canned.hint')} actions={add}>
      <Asked of={all}>
        {({ items }) => (
          <Section>
            {items.length === 0 ? (
              <Empty isInSection icon={MessageSquareText} title={t('canned.empty')} hint={t('canned.emptyHint')}>
                {add}
              </Empty>
            ) : (
              <Finder items={items} textOf={({ name, content }) => `/${name} ${content}`}>
                {(found) => (
                  <ul className="rows-plain">
                    {[...found]
                      .sort((one, other) => one.name.localeCompare(other.name))
                      .map(({ id, name, content, audience }) => (
                        <li key={id} className="listed">
                          <div className="listed-main">
                            <Link href={`/settings/canned/${id}`}>/{name}</Link>
                            <span className="dim" dir="auto">
                              {content}
                            </span>
                          </div>
                          <div className="listed-end">
                            <Shared audience={audience} />
                          </div>
                        </li>
                      ))}
                  </ul>
                )}
              </Finder>
            )}
          </Section>
        )}
      </Asked>
    </Page>
  );
}
