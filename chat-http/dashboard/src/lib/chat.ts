import { ChatClient } from '@chat/client';
import { indexedDbStorage } from '@chat/client/indexeddb';

/** Where the module is: one step above the page, wherever the host nests it. */
export const PAGES = new URL('.', location.href).pathname;
const MODULE = new URL('..', location.href);

/**
 * The one client of the page. It has no token: the cookie that signing in sets goes along with everything that is asked, and no
 * script can read it.
 */
export const chat = new ChatClient({
  url: MODULE.href,
  socketPath: `${MODULE.pathname}socket.io/`,
  auth: null,
  storage: indexedDbStorage(),
});
