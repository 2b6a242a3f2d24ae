/** What the loader on the host page, the frame and the server say to each other. */

/** The type of a widget. */
export type Kind = 'floating' | 'embedded' | 'popup';

/** How the launcher and the panel look on the host page. */
export interface Look {
  side: 'left' | 'right';
  /** Distance from the side and from the bottom, in CSS pixels. */
  x: number;
  y: number;
  theme: 'light' | 'dark' | 'auto' | 'host';
  /** The brand colour and what is legible on it, for both themes. */
  light: Colors;
  dark: Colors;
  /** The launcher's drawing, as the path of an SVG of 24 by 24. */
  icon: string;
  label: string | null;
}

export interface Colors {
  brand: string;
  onBrand: string;
}

/** When a popup shows its teaser; each trigger that is given suffices. */
export interface Popup {
  text: string;
  delaySeconds: number | null;
  scrollPercent: number | null;
  onExitIntent: boolean;
  /** The regular expression that the page's path must match, made by the server of patterns with `*`. */
  paths: string | null;
  event: string | null;
  /** Not again once it was dismissed so many times within so many hours. */
  times: number;
  hours: number;
}

/** Words that the loader needs, in the visitor's language. */
export interface LoaderWords {
  open: string;
  close: string;
  dismiss: string;
  unread: string;
  title: string;
}

/** The answer to `POST /w/{key}/boot`. */
export interface Boot {
  /** Proves which page asked; for the frame's eyes only. */
  boot: string;
  /** Where the frame is, relative to the server's root. */
  frame: string;
  type: Kind;
  lang: string;
  isRtl: boolean;
  look: Look;
  words: LoaderWords;
  popup: Popup | null;
}

/** What the host page tells of itself once the visitor has consented. */
export interface Page {
  url: string;
  title: string;
  referrer: string;
}

/** The first message to the frame, sent to its exact origin together with a port. */
export interface Handshake {
  chat: 1;
  boot: string;
  isOpen: boolean;
  isMobile: boolean;
  isDark: boolean;
  isEmbedded: boolean;
  page: Page | null;
  /** Commands that were given before the frame was there. */
  queue: Order[];
}

/** What the host page asks of the frame. */
export type Order =
  | ['identify', Record<string, unknown>, string | null]
  | ['attributes' | 'conversationAttributes', Record<string, unknown>]
  | ['prefill' | 'send', string]
  | ['locale', string]
  | ['reset']
  | ['consent', boolean];

/** Loader to frame, over the port. */
export type ToFrame =
  | { t: 'shown'; isOpen: boolean; isMobile: boolean }
  | { t: 'dark'; isDark: boolean }
  /** Another proof: nothing when the page may not show the widget any more, undefined when nobody could be asked. */
  | { t: 'boot'; boot: string | null | undefined }
  | { t: 'order'; order: Order }
  | { t: 'identity'; jwt: string | null }
  | { t: 'page'; page: Page | null };

/** Frame to loader, over the port. */
export type ToLoader =
  | { t: 'ready' }
  | { t: 'close' }
  | { t: 'unread'; count: number }
  | { t: 'renew' }
  | { t: 'renewIdentity' }
  | { t: 'event'; name: EventName; detail: unknown };

/** The events that a host page can listen to. */
export type EventName =
  | 'ready'
  | 'open'
  | 'close'
  | 'unread'
  | 'message:received'
  | 'message:sent'
  | 'conversation:started'
  | 'conversation:closed'
  | 'prechat:submitted'
  | 'availability'
  | 'identity:expired'
  | 'blocked'
  | 'error';
