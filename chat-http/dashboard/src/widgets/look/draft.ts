import type { Rest } from '@chat/client';
import type { Kind, Settings } from '../types.js';

/** Everything about how a widget looks and behaves, while somebody changes it. */
export type Draft = Settings & { type: Kind };

export const draftOf = ({ type, settings }: Pick<Rest.Widget, 'type' | 'settings'>): Draft => ({ ...settings, type });

type Json = { [name: string]: unknown };
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What makes one of the other, as a merge patch (RFC 7396): only what differs, and null for what is to be gone. */
export function patchOf(before: Json, after: Json): Json {
  const patch: Json = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, fresh] = [before[name], after[name]];
    if (isSame(old, fresh)) continue;
    if (isObject(old) && isObject(fresh)) patch[name] = patchOf(old, fresh);
    else patch[name] = fresh ?? null;
  }
  return patch;
}

/** What to send so that a widget becomes what the draft says. */
export function bodyOf(seen: Rest.Widget, { type, ...settings }: Draft): Rest.UpdateWidget {
  const patch = patchOf(seen.settings, settings);
  return { ...(type !== seen.type && { type }), ...(Object.keys(patch).length > 0 && { settings: patch }) };
}

/** Texts in a language that has none yet. */
export const SILENT: Rest.WidgetMessages = { title: null, launcher: null, welcome: null, away: null, preChat: null, placeholder: null, teaser: null };

const RTL = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);
const baseOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
export const isRtl = (tag: string): boolean => RTL.has(baseOf(tag));

/** In which of its languages a widget is heard by somebody who wants another; nothing where it has no texts of its own. */
export function languageFor({ messages, language }: Pick<Settings, 'messages' | 'language'>, wanted: string): string | null {
  const own = Object.keys(messages);
  if (own.length === 0) return null;
  const all = [...own, language];
  return all.find((tag) => tag === wanted) ?? all.find((tag) => baseOf(tag) === baseOf(wanted)) ?? language;
}
