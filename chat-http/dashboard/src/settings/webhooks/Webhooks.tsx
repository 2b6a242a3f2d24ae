import { type ReactNode, useState } from 'react';
import { Alert, Button } from '@mantine/core';
import { useChatEvent } from '@chat/react';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { Rest } from '@chat/client';
import { useOpened } from '../../admin/opened.js';
import { Asked, Page, Section } from '../../admin/Page.js';
import { useAsk, useForget } from '../../admin/query.js';
import { Empty } from '../../app/Empty.js';
import { Secret } from './Secret.js';
import { Standing } from './Standing.js';
import { WebhookEdit } from './WebhookEdit.js';
import { WebhookPage } from './WebhookPage.js';

/** Addresses that are told what happens: all of them, and one. */
export default function Webhooks(): ReactNode {
  const forget = useForget();
  useChatEvent('webhook', () => forget('GET /api/v1/webhooks', 'GET /api/v1/webhooks/{id}'));
  return (
    <Switch>
      <Route path="/settings/webhooks/:id">{({ id }) => <WebhookPage key={id} id={id} />}</Route>
      <Route>
        <WebhookList />
      </Route>
    </Switch>
  );
}

function WebhookList(): ReactNode {
  const { t } = useTranslation('settings');
  const [, go] = useLocation();
  const [opened, open] = useOpened();
  const all = useAsk('GET /api/v1/webhooks');
  const [made, setMade] = useState<Rest.WebhookWithSecret | null>(null);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => open('new')}>
      {t('webhooks.new')}
    </Button>
  );
  return (
    <Page title={t('sections.webhooks')} hint={t('webhooks.hint')} actions={add}>
      <Asked of={all}>
        {({ items }) => (
          <>
            {items.some(({ status }) => status === 'disabled') && (
              <Alert color="red" variant="light">
                {t('webhooks.someDisabled')}
              </Alert>
            )}
            <Section>
              {items.length === 0 ? (
                <Empty isInSection icon={WebhookIcon} title={t('webhooks.empty')} hint={t('webhooks.emptyHint')}>
                  {add}
                </Empty>
              ) : (
                <ul className="rows-plain">
                  {items.map((webhook) => (
                    <li key={webhook.id} className="listed">
                      <div className="listed-main">
                        <Link href={`/settings/webhooks/${webhook.id}`}>
                          <bdi dir="ltr">{webhook.url}</bdi>
                        </Link>
                        <span className="dim">{webhook.description || (webhook.events.length === 0 ? t('webhooks.all') : t('webhooks.count', { count: webhook.events.length }))}</span>
                      </div>
                      <div className="listed-end">
                        <Standing webhook={webhook} />
                      </div>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          </>
        )}
      </Asked>
      {opened === 'new' && !made && <WebhookEdit webhook={null} onMade={setMade} onClose={() => open(null)} />}
      {made && <Secret secret={made.secret} isRenewed={false} onClose={() => go(`/settings/webhooks/${made.webhook.id}`)} />}
    </Page>
  );
}
