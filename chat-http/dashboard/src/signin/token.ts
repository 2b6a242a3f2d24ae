/** What somebody accepts an invitation with, from what is after the `#` of the link. */
export function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token')?.trim() || null;
}
