import { lang } from '../words';

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'];

/** How large a file is, in words: nobody counts single bytes. */
export function size(bytes: number): string {
  const step = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 1), UNITS.length);
  const options = { style: 'unit', unit: UNITS[step - 1], unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  const count = bytes / 1000 ** step;
  return new Intl.NumberFormat(lang, options).format(step > 1 ? count : Math.ceil(count));
}
