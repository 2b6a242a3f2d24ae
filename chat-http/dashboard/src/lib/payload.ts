/** A place that somebody sent. */
export interface SentPlace {
  name: string | null;
  address: string | null;
  latitude: number;
  longitude: number;
}

/** Somebody's card that was sent. */
export interface SentContact {
  name: string;
  phones: readonly string[];
  emails: readonly string[];
}

type Fields = Record<string, unknown>;
const isFields = (it: unknown): it is Fields => typeof it === 'object' && it !== null && !Array.isArray(it);
const fieldsOf = (it: unknown): Fields => (isFields(it) ? it : {});
const listOf = (it: unknown): Fields[] => (Array.isArray(it) ? it.filter(isFields) : []);
const textOf = (it: unknown): string | null => (typeof it === 'string' && it.trim() !== '' ? it.trim() : null);
const texts = (all: unknown, name: string): string[] => listOf(all).flatMap((it) => textOf(it[name]) ?? []);

/** The place that a message says, if it says one. */
export function placeIn(payload: unknown): SentPlace | null {
  const { latitude, longitude, name, address } = fieldsOf(fieldsOf(payload).location);
  const [north, east] = [Number(latitude), Number(longitude)];
  if (latitude == null || longitude == null || !(Math.abs(north) <= 90) || !(Math.abs(east) <= 180)) return null;
  return { name: textOf(name), address: textOf(address), latitude: north, longitude: east };
}

/** The cards that a message holds. */
export function contactsIn(payload: unknown): SentContact[] {
  return listOf(fieldsOf(payload).contacts).map((it) => {
    const { formatted_name: whole, first_name: first, last_name: last } = fieldsOf(it.name);
    const phones = texts(it.phones, 'phone');
    const emails = texts(it.emails, 'email');
    return { name: textOf(whole) ?? ([first, last].flatMap((part) => textOf(part) ?? []).join(' ') || phones[0] || emails[0] || '?'), phones, emails };
  });
}

/** The sign that a message answers another with. */
export const reactionIn = (payload: unknown): string | null => textOf(fieldsOf(fieldsOf(payload).reaction).emoji);
