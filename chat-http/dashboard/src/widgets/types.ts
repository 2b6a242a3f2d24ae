import type { Rest } from '@chat/client';

export type Kind = Rest.Widget['type'];
export type Settings = Rest.WidgetSettings;
/** What a widget says in one language. */
export type Messages = Rest.WidgetMessages;
export type Part = keyof Messages;
