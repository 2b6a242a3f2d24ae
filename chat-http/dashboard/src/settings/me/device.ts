const BROWSERS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

export interface Device {
  browser: string;
  system: string | null;
  /** Whether it fits into a hand. */
  isHandy: boolean;
}

/** What somebody signed in with, by what the program called itself; programs that are no browser stay what they said. */
export function deviceOf(text: string | null): Device | null {
  if (!text) return null;
  const first = (marks: typeof BROWSERS): string | null => marks.find(([mark]) => mark.test(text))?.[1] ?? null;
  const system = first(SYSTEMS);
  return { browser: first(BROWSERS) ?? text.split(' ')[0]!.slice(0, 40), system, isHandy: system === 'Android' || system === 'iPhone' || system === 'iPad' };
}
