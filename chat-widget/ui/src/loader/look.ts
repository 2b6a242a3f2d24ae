import type { Look } from '../common/protocol';

/** The cross that closes. */
export const CROSS = 'M6 6l12 12M18 6L6 18';

/** An element with a class and a text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

/** A drawing of one line; built by hand, for a page may forbid markup in strings. */
export function draw(line: string): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  path.setAttribute('d', line);
  svg.append(path);
  return svg;
}

/** Whether the widget is dark now: by its own setting, the host page's, or the visitor's. */
export function isDark(theme: Look['theme']): boolean {
  const wanted = theme === 'host' ? getComputedStyle(document.documentElement).colorScheme : theme;
  return wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme:dark)').matches);
}

/** Gives the host element its colours and its place. */
export function paint({ style }: HTMLElement, look: Look, isDark: boolean): void {
  const { brand, onBrand } = isDark ? look.dark : look.light;
  style.cssText = `--c:${brand};--o:${onBrand};--x:${look.x}px;--y:${look.y}px;color-scheme:${isDark ? 'dark' : 'light'}`;
}
