import type { Settings } from '../types.js';

export type LauncherIcon = Settings['launcher']['icon'];

/** What the server draws on launchers: paths of an SVG of 24 by 24, drawn as lines. */
export const DRAWINGS: Record<LauncherIcon, string> = {
  chat: 'M4 5h16v11H9l-5 4z',
  talk: 'M3 4h12v8H8l-5 4zM18 9h3v10l-4-3h-6v-1',
  mail: 'M3 6h18v12H3zM3 7l9 6 9-6',
  help: 'M8 9a4 4 0 1 1 5 4c-1 0-1 1-1 2M12 19h.01',
  headset: 'M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H4zM17 14h3v5h-3zM19 19c0 2-3 3-6 3',
  wave: 'M7 13V6a1.5 1.5 0 0 1 3 0v5V4a1.5 1.5 0 0 1 3 0v7V5a1.5 1.5 0 0 1 3 0v9c0 4-2 7-6 7-3 0-4-1-6-4l-2-4c1-1 3 0 3 1z',
};
export const ICONS = Object.keys(DRAWINGS) as LauncherIcon[];
