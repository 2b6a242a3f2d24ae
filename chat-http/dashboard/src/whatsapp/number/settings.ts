/** Settings as somebody reads and writes them. */
export const jsonOf = (settings: unknown): string => JSON.stringify(settings, null, 2);

/** The settings that somebody wrote; null when that is no object in JSON. */
export function settingsIn(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
