/** The other tabs of the same visitor, where the browser lets frames talk. */
export function channel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}

/** Does it in one tab only, of those that want to within a few seconds. */
export async function onlyHere(name: string, what: () => void): Promise<void> {
  try {
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      what();
      await new Promise((resolve) => setTimeout(resolve, 3000));
    });
  } catch {
    what();
  }
}

