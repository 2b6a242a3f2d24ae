import { type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { CustomerList } from './CustomerList.js';
import { CustomerPage } from './CustomerPage.js';
import { Import } from './Import.js';
import './customers.css';

/** Everybody who has written, and what is known of each. */
export default function Customers(): ReactNode {
  return (
    <Switch>
      <Route path="/customers">
        <CustomerList />
      </Route>
      <Route path="/customers/import">
        <Import />
      </Route>
      <Route path="/customers/:id">{({ id }) => <CustomerPage key={id} id={id} />}</Route>
    </Switch>
  );
}
