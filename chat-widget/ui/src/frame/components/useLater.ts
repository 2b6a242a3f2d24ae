import { useEffect, useState } from 'preact/hooks';

/** What comes by itself only when it is wanted first. */
export function useLater<T>(isWanted: boolean, load: () => Promise<T>): T | undefined {
  const [it, setIt] = useState<T>();
  useEffect(() => {
    if (isWanted && !it) void load().then((loaded) => setIt(() => loaded), () => {});
  });
  return it;
}

export type FileParts = typeof import('../files');

/** What shows files. */
export const useFiles = (isWanted: boolean): FileParts | undefined => useLater(isWanted, () => import('../files'));
