import type { Popup } from '../common/protocol';

/** Fires once when one of the triggers does, unless the teaser was dismissed often enough of late. */
export function arm(popup: Popup, key: string, fire: () => void): void {
  if (popup.paths && !new RegExp(popup.paths).test(location.pathname)) return;
  try {
    const times: string[] = (localStorage[`chat:${key}:teaser`] ?? '').split(',');
    if (times.filter((at) => Date.now() - +at < popup.hours * 3.6e6).length >= popup.times) return;
  } catch {
    // Without storage it comes once per page.
  }
  const stop = new AbortController();
  const { signal } = stop;
  const once = (): void => {
    if (!signal.aborted) fire();
    stop.abort();
  };
  const listen = (target: EventTarget, name: string, isTime: (event: any) => unknown): void =>
    target.addEventListener(name, (event) => isTime(event) && once(), { signal });
  const { delaySeconds, event, scrollPercent } = popup;
  if (delaySeconds !== null) setTimeout(once, delaySeconds * 1e3);
  if (event) listen(window, event, () => true);
  if (popup.onExitIntent) listen(document, 'mouseout', (it) => !it.relatedTarget && it.clientY <= 0);
  if (scrollPercent !== null)
    listen(window, 'scroll', () => scrollY >= (document.documentElement.scrollHeight - innerHeight) * (scrollPercent / 100));
}
