import { ChatClient } from '@chat/client';
import { indexedDbStorage } from '@chat/client/indexeddb';

// The files are at `-/VERSION/` below the pages, however deep the page is that loads them.
const own = import.meta.url;
const pages = import.meta.env.DEV ? new URL('/', location.href) : new URL('../../', own);

/** Where the pages are: one step below the module, wherever the host nests it. */
export const PAGES = pages.pathname;
/** Where the module is, with its API and its widgets. */
export const MODULE = new URL('..', pages);

/** Where something of the server is, for links that a browser follows by itself: `addressOf('/api/v1/audit/export')`. */
export const addressOf = (path: string): string => `${MODULE.pathname.replace(/\/$/, '')}${path}`;

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
