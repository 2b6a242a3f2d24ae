import type { Page } from '../common/protocol';

const bare = (url: string): string => url.replace(/[?#].*/, '');

/** Where the visitor is: origin and path alone, for queries and fragments may hold what is nobody's business. */
export function page(): Page {
  return { url: bare(location.href), title: document.title.slice(0, 200), referrer: bare(document.referrer) };
}

/** Tells when a page without reloads goes elsewhere. `history` is left as it is. */
export function watchPage(heard: () => void, signal: AbortSignal): void {
  const { navigation } = window as unknown as { navigation?: EventTarget };
  for (const name of navigation ? ['currententrychange'] : ['popstate', 'hashchange'])
    (navigation ?? window).addEventListener(name, heard, { signal });
}
