import { type ReactNode } from 'react';
import { Factor } from './Factor.js';
import { Password } from './Password.js';
import { Sessions } from './Sessions.js';
import './me.css';

/** How one signs in, and where one is signed in. */
export default function Security(): ReactNode {
  return (
    <>
      <Factor />
      <Password />
      <Sessions />
    </>
  );
}
