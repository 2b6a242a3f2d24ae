import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Plus, Wand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';
import type { Rest } from '@chat/client';
import { Asked, Page, Section } from '../../admin/Page.js';
import { Empty } from '../../app/Empty.js';
import { useDefinitions, useSharing } from '../definitions.js';
import { Finder } from '../Finder.js';
import { Shared } from '../Sharing.js';
import { actionsOf } from './actions.js';
import { MacroEditor } from './MacroEditor.js';

/** What is often done in one go: all of it, and one. */
export default function Macros(): ReactNode {
  return (
    <Switch>
      <Route path="/settings/macros/:id">{({ id }) => <MacroEditor key={id} id={id} />}</Route>
      <Route>
        <MacroList />
      </Route>
    </Switch>
  );
}

function MacroList(): ReactNode {
  const { t } = useTranslation('settings');
  const all = useDefinitions('macros');
  const { mayMake } = useSharing();
  const add = mayMake && (
    <Button component={Link} href="/settings/macros/new" leftSection={<Plus size={16} aria-hidden />}>
      {t('macros.new')}
    </Button>
  );
  const inWords = (it: Rest.Macro): string => [it.content ? t(it.messageKind === 'note' ? 'macros.saysNote' : 'macros.saysReply') : null, ...actionsOf(it).actions.map(({ does }) => t(`deed.${does}`))].filter(Boolean).join(' → ');
  return (
    <Page title={t('sections.macros')} hint={t('macros.hint')} actions={add}>
      <Asked of={all}>
        {({ items }) => (
          <Section>
            {items.length === 0 ? (
              <Empty isInSection icon={Wand} title={t('macros.empty')} hint={t('macros.emptyHint')}>
                {add}
              </Empty>
            ) : (
              <Finder items={items} textOf={({ name, content }) => `${name} ${content ?? ''}`}>
                {(found) => (
                  <ul className="rows-plain">
                    {found.map((it) => (
                      <li key={it.id} className="listed">
                        <div className="listed-main">
                          <Link href={`/settings/macros/${it.id}`}>{it.name}</Link>
                          <span className="dim">{inWords(it)}</span>
                        </div>
                        <div className="listed-end">
                          <Shared audience={it.audience} />
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
