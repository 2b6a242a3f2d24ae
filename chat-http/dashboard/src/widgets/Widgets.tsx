import type { ReactNode } from 'react';
import { useChatEvent } from '@chat/react';
import { Route, Switch } from 'wouter';
import { useForget } from '../admin/query.js';
import { WidgetList } from './WidgetList.js';
import { WidgetPage } from './WidgetPage.js';
import './widgets.css';

/** The chat boxes on websites: all of them, or one. */
export default function Widgets(): ReactNode {
  const forget = useForget();
  useChatEvent('widget', () => forget('GET /api/v1/widgets'));
  useChatEvent('domain', () => forget('GET /api/v1/widgets/{id}/domains', 'GET /api/v1/widgets/{id}/domains/{domainId}/history'));
  useChatEvent('resync', () => forget('GET /api/v1/widgets', 'GET /api/v1/widgets/{id}/domains'));
  return (
    <Switch>
      <Route path="/widgets/:id/:tab?">{({ id, tab }) => <WidgetPage key={id} id={id} tab={tab ?? ''} />}</Route>
      <Route>
        <WidgetList />
      </Route>
    </Switch>
  );
}
