import { useEffect, useState } from 'react';

export interface WidgetConfig {
  /** Where the module is: `https://chat.example`. */
  url: string;
  /** The widget's public key. */
  widgetKey: string;
  /** Where an embedded widget is to be, as a CSS selector. */
  target?: string | undefined;
  /** The language to speak instead of the browser's. */
  locale?: string | undefined;
}

/** The widget's own function on the page: `widget('open')`, `widget('on', 'unread', (count) => …)`. */
export type Widget = (command: string, ...args: unknown[]) => unknown;

const NAME = 'ChatWidget';

/** Puts a website widget into the page, and takes it away with the component. Returns its function once it is there. */
export function useWidget({ url, widgetKey, target, locale }: WidgetConfig): Widget | null {
  const [widget, setWidget] = useState<Widget | null>(null);
  useEffect(() => {
    const page = globalThis as unknown as Record<string, Widget | undefined>;
    let script: HTMLScriptElement | undefined;
    let loaded: Widget | undefined;
    // Not at once: a script that was put into a page runs, also when StrictMode has taken it away again.
    const timer = setTimeout(() => {
      script = document.createElement('script');
      script.async = true;
      script.src = `${url.replace(/\/+$/, '')}/w.js`;
      script.dataset['key'] = widgetKey;
      if (target) script.dataset['target'] = target;
      if (locale) script.dataset['locale'] = locale;
      script.onload = () => {
        loaded = page[NAME];
        if (script?.isConnected) setWidget(() => loaded ?? null);
        else loaded?.('destroy');
      };
      document.head.append(script);
    });
    return () => {
      clearTimeout(timer);
      script?.remove();
      loaded?.('destroy');
      setWidget(null);
    };
  }, [url, widgetKey, target, locale]);
  return widget;
}
