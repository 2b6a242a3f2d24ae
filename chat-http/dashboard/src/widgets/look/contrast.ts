import type { Settings } from '../types.js';

type Rgb = [red: number, green: number, blue: number];

/** What the panel is painted with. */
const SURFACE = { light: '#ffffff', dark: '#17181c' } as const;
/** The least contrast of text (WCAG 1.4.3), and of what can be clicked with what is around it (WCAG 1.4.11). */
export const TEXT_MIN = 4.5;
export const CONTROL_MIN = 3;

/** Reads `#1a73e8` and `#fe0`. */
export function rgbOf(color: string): Rgb | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim())?.[1];
  if (!digits) return null;
  const full = digits.length === 3 ? [...digits].map((it) => it + it).join('') : digits;
  const part = (at: number): number => Number.parseInt(full.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** The relative luminance of WCAG 2.2: 0 for black, 1 for white. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How strongly two colours differ by WCAG 2.2: from 1 to 21. Nothing for what is no colour. */
export function contrast(one: string, other: string): number | null {
  const [a, b] = [rgbOf(one), rgbOf(other)];
  if (!a || !b) return null;
  const [bright, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on a colour. */
export const readable = (color: string): string => ((contrast(color, '#000000') ?? 0) >= (contrast(color, '#ffffff') ?? 0) ? '#000000' : '#ffffff');

/** The nearest colour of the same kind that is easy enough to see on another: darker on light ones, lighter on dark ones. */
export function fixed(color: string, on: string, least: number): string {
  const rgb = rgbOf(color);
  if (!rgb) return readable(on);
  const towards = readable(on) === '#000000' ? 0 : 255;
  for (let step = 1; step <= 100; step += 1) {
    const tried = hexOf(rgb.map((part) => part + ((towards - part) * step) / 100) as Rgb);
    if ((contrast(tried, on) ?? 0) >= least) return tried;
  }
  return readable(on);
}

export type ColorField = keyof Settings['colors'];

/** Something that is hard to see, and what would not be. */
export interface Warning {
  scheme: 'light' | 'dark';
  what: 'text' | 'control';
  ratio: number;
  least: number;
  /** Which setting to change, and to what; null for the colour that is chosen by itself. */
  field: ColorField;
  better: string | null;
}

/** The colours that are shown: of the two schemes, the brand's and the text's on it. */
export function shownColors({ primary, primaryDark, text, textDark }: Settings['colors']): Record<'light' | 'dark', { brand: string; onBrand: string }> {
  const dark = primaryDark ?? primary;
  return { light: { brand: primary, onBrand: text ?? readable(primary) }, dark: { brand: dark, onBrand: textDark ?? text ?? readable(dark) } };
}

/** What is hard to see with these colours. Nothing of it is refused. */
export function warningsOf(colors: Settings['colors']): Warning[] {
  const warnings: Warning[] = [];
  const shown = shownColors(colors);
  for (const scheme of ['light', 'dark'] as const) {
    const { brand, onBrand } = shown[scheme];
    const ofText = contrast(brand, onBrand);
    const textField = scheme === 'light' || (colors.textDark === null && colors.primaryDark === null) ? 'text' : 'textDark';
    // Without a text of its own the dark scheme takes the light one's, which null would not change.
    const better = textField === 'textDark' && colors.text !== null ? readable(brand) : null;
    if (ofText !== null && ofText < TEXT_MIN) warnings.push({ scheme, what: 'text', ratio: ofText, least: TEXT_MIN, field: textField, better });
    const ofControl = contrast(brand, SURFACE[scheme]);
    if (ofControl !== null && ofControl < CONTROL_MIN)
      warnings.push({ scheme, what: 'control', ratio: ofControl, least: CONTROL_MIN, field: scheme === 'light' ? 'primary' : 'primaryDark', better: fixed(brand, SURFACE[scheme], CONTROL_MIN) });
  }
  return warnings;
}
