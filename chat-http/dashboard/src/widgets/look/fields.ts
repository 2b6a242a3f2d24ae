import type { Draft } from './draft.js';

/** What the parts of the form share: what there is, how to change it, and what the server has found wrong. */
export interface PartProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  /** What is wrong with a setting, by its name without `settings.` before it. */
  wrong: (field: string) => string | undefined;
}

/** A text that is not there rather than empty. */
export const orNull = (text: string): string | null => (text === '' ? null : text);
