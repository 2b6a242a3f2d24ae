/** What to add so that a website may show the widget: its host, with the port when it is not the usual one. Nothing for pages without HTTPS. */
export function domainOf(origin: string): string | null {
  const url = URL.parse(origin);
  return url?.protocol === 'https:' && url.host ? url.host : null;
}

/** A domain as somebody has pasted it: an address of a page becomes the domain it is on. */
export function cleaned(typed: string): string {
  const text = typed.trim();
  const [, rest = text] = text.match(/^[a-z]+:\/\/(.*)$/i) ?? [];
  return (rest.split(/[/?#]/, 1)[0] ?? '').toLowerCase();
}
