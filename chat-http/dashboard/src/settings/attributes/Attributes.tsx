import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Plus, Shapes } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';
import { Asked, Page, Section } from '../../admin/Page.js';
import { Empty } from '../../app/Empty.js';
import { useDefinitions, useSharing } from '../definitions.js';
import { Shared } from '../Sharing.js';
import { AttributeEditor } from './AttributeEditor.js';

/** Values of one's own that customers and conversations can have. */
export default function Attributes(): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Switch>
      <Route path="/settings/attributes/customer/:id">{({ id }) => <AttributeEditor key={id} of="customer" id={id} />}</Route>
      <Route path="/settings/attributes/conversation/:id">{({ id }) => <AttributeEditor key={id} of="conversation" id={id} />}</Route>
      <Route>
        <Page title={t('sections.attributes')} hint={t('attributes.hint')}>
          <AttributeList of="customer" />
          <AttributeList of="conversation" />
        </Page>
      </Route>
    </Switch>
  );
}

function AttributeList({ of }: { of: 'conversation' | 'customer' }): ReactNode {
  const { t } = useTranslation('settings');
  const all = useDefinitions(`${of}-attributes`);
  const { mayMake } = useSharing();
  const add = mayMake && (
    <Button component={Link} href={`/settings/attributes/${of}/new`} variant="default" leftSection={<Plus size={16} aria-hidden />}>
      {t(`attributes.${of}New`)}
    </Button>
  );
  return (
    <Section title={t(`attributes.${of}`)} hint={t(`attributes.${of}Hint`)} actions={all.data?.items.length ? add : undefined}>
      <Asked of={all}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty isInSection icon={Shapes} title={t('attributes.empty')} hint={t(`attributes.${of}Empty`)}>
              {add}
            </Empty>
          ) : (
            <ul className="rows-plain">
              {items.map(({ id, name, title, type, options, audience }) => (
                <li key={id} className="listed">
                  <div className="listed-main">
                    <Link href={`/settings/attributes/${of}/${id}`}>{title}</Link>
                    <span className="dim">
                      {t(`types.${type}`)}
                      {options.length > 0 && `: ${options.join(', ')}`} · <bdi dir="ltr">{name}</bdi>
                    </span>
                  </div>
                  <div className="listed-end">
                    <Shared audience={audience} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </Section>
  );
}
