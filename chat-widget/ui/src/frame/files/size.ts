import { lang } from '../words';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** How large a file is, in words. */
export function size(bytes: number): string {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  const options = { style: 'unit', unit: UNITS[step], unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(lang, options).format(bytes / 1024 ** step);
}
