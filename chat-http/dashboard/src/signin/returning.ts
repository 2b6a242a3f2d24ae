/** The longest address that the server takes somebody back to. */
const RETURN_MAX = 1024;

/** Where an identity provider's way leads, with the page that somebody wants to come back to: one of this server, else the first. */
export function wayOf(path: string, wanted: string, first: string): string {
  const isTaken = wanted.length <= RETURN_MAX && /^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) && !wanted.includes('\\');
  return `${path}?returnTo=${encodeURIComponent(isTaken ? wanted : first)}`;
}
