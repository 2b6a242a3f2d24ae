import type { ReactNode } from 'react';
import { useChatEvent } from '@chat/react';
import { Route, Switch } from 'wouter';
import { useForget } from '../admin/query.js';
import { AccountList } from './AccountList.js';
import { AccountPage } from './AccountPage.js';
import { Connect } from './connect/Connect.js';
import './whatsapp.css';

/** The team's WhatsApp numbers: all of them, one, or one that is being connected. */
export default function WhatsApp(): ReactNode {
  const forget = useForget();
  useChatEvent('account', () => forget('GET /api/v1/whatsapp/accounts'));
  useChatEvent('definition', () => forget('GET /api/v1/whatsapp/templates'));
  useChatEvent('resync', () => forget('GET /api/v1/whatsapp/accounts'));
  return (
    <Switch>
      <Route path="/whatsapp/connect/:step?/:id?">{({ step, id }) => <Connect step={step ?? null} id={id ?? null} />}</Route>
      <Route path="/whatsapp/:id/:tab?">{({ id, tab }) => <AccountPage key={id} id={id} tab={tab ?? null} />}</Route>
      <Route>
        <AccountList />
      </Route>
    </Switch>
  );
}
