import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { prefer, usePrefs, USUAL, type Widths, WIDTHS } from '../lib/prefs.js';

/** How far a key moves it. */
const STEP = 16;

/** The grids that hold panes. */
const GRIDS = '.around, .inbox';

/** The widths of panes, for the grid that holds them. */
export const sizes = ({ rail, list, aside }: Widths): CSSProperties => ({ '--rail-size': `${rail}px`, '--list-size': `${list}px`, '--aside-size': `${aside}px` }) as CSSProperties;

/** A handle at the end of a pane, in that pane: moves by the pointer and by keys, and goes back to where it was by a double click or Enter. */
export function Divider({ pane }: { pane: keyof Widths }): ReactNode {
  const { t } = useTranslation();
  const { widths } = usePrefs();
  const drag = useRef<{ x: number; width: number; now: number } | null>(null);
  const { min, max } = WIDTHS[pane];
  const width = widths[pane];
  const within = (wanted: number): number => Math.round(Math.min(max, Math.max(min, wanted)));
  const put = (wanted: number): void => prefer({ widths: { ...widths, [pane]: within(wanted) } });
  /** What makes the pane wider: to the end of the line, or to its beginning for the one at the end. */
  const sense = (): number => (document.documentElement.dir === 'rtl' ? -1 : 1) * (pane === 'aside' ? -1 : 1);

  const pressed = (event: KeyboardEvent): void => {
    const step = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key];
    const wanted = step ? width + step * sense() : { Home: min, End: max, Enter: USUAL.widths[pane] }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    put(wanted);
  };
  const begun = (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width, now: width };
  };
  const moved = ({ clientX, currentTarget }: PointerEvent): void => {
    if (!drag.current) return;
    drag.current.now = within(drag.current.width + (clientX - drag.current.x) * sense());
    // Kept when it is let go: until then nothing but the grid has to know.
    currentTarget.closest<HTMLElement>(GRIDS)?.style.setProperty(`--${pane}-size`, `${drag.current.now}px`);
  };
  const ended = (): void => {
    const last = drag.current;
    drag.current = null;
    if (last && last.now !== last.width) put(last.now);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      className={`divider divider-${pane}`}
      aria-orientation="vertical"
      aria-label={t(`divider.${pane}`)}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      title={t('divider.hint')}
      onKeyDown={pressed}
      onPointerDown={begun}
      onPointerMove={moved}
      onPointerUp={ended}
      onPointerCancel={ended}
      onDoubleClick={() => put(USUAL.widths[pane])}
    />
  );
}
