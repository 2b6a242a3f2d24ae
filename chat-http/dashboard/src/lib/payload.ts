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

/** What a customer has tapped or filled in instead of writing. */
export interface Tapped {
  kind: 'button' | 'list' | 'form';
  title: string;
  hint: string | null;
  /** What was filled in, by the names of the fields. */
  values: readonly (readonly [name: string, value: string])[];
}

/** The choice that a message tells, if it tells one. */
export function tappedIn(payload: unknown): Tapped | null {
  const { interactive, button } = fieldsOf(payload);
  const { button_reply: tap, list_reply: row, nfm_reply: form } = fieldsOf(interactive);
  if (isFields(form)) return { kind: 'form', title: textOf(form.body) ?? textOf(form.name) ?? '', hint: null, values: valuesOf(form.response_json) };
  if (isFields(row)) return { kind: 'list', title: textOf(row.title) ?? '', hint: textOf(row.description), values: [] };
  const title = textOf(fieldsOf(tap).title) ?? textOf(fieldsOf(button).text);
  return title === null ? null : { kind: 'button', title, hint: null, values: [] };
}

/** What a form was sent back with: an object, or its JSON. What Meta adds for itself is left out. */
function valuesOf(response: unknown): [string, string][] {
  let told = response;
  try {
    if (typeof response === 'string') told = JSON.parse(response);
  } catch {
    return [];
  }
  const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.entries(fieldsOf(told)).flatMap(([name, value]): [string, string][] => (name === 'flow_token' || value == null || value === '' ? [] : [[name.replaceAll('_', ' '), said(value)]]));
}

/** What a customer wants to buy. */
export interface SentOrder {
  text: string | null;
  items: readonly { name: string; count: number; price: number; currency: string }[];
  /** What all of it costs, by currency. */
  sums: readonly { currency: string; sum: number }[];
}

const numberOf = (it: unknown): number => (typeof it === 'number' || typeof it === 'string' ? Number(it) || 0 : 0);

/** The order that a message is, if it is one. */
export function orderIn(payload: unknown): SentOrder | null {
  const order = fieldsOf(fieldsOf(payload).order);
  const items = listOf(order.product_items).map((it) => ({ name: textOf(it.name) ?? textOf(it.product_retailer_id) ?? '?', count: numberOf(it.quantity) || 1, price: numberOf(it.item_price), currency: (textOf(it.currency) ?? '').toUpperCase() }));
  if (items.length === 0) return null;
  const sums = new Map<string, number>();
  for (const { count, price, currency } of items) sums.set(currency, (sums.get(currency) ?? 0) + count * price);
  return { text: textOf(order.text), items, sums: [...sums].map(([currency, sum]) => ({ currency, sum })) };
}

/** What led a customer here. */
export interface Advert {
  title: string | null;
  text: string | null;
  url: string | null;
}

/** The advert that a message came from. */
export function advertIn(payload: unknown): Advert | null {
  const { referral } = fieldsOf(payload);
  if (!isFields(referral)) return null;
  const url = textOf(referral.source_url);
  return { title: textOf(referral.headline), text: textOf(referral.body), url: url && /^https?:/i.test(url) && URL.canParse(url) ? url : null };
}

/** Whether a customer has passed on what somebody else wrote. */
export function isForwarded(payload: unknown): boolean {
  const { forwarded, frequently_forwarded: often } = fieldsOf(fieldsOf(payload).context);
  return forwarded === true || often === true;
}

/** Whether a sound is something that somebody said. */
export const isVoice = (payload: unknown): boolean => fieldsOf(fieldsOf(payload).audio).voice === true;

/** What is offered below a text to be tapped. */
export interface Offered {
  header: string | null;
  body: string | null;
  footer: string | null;
  buttons: readonly { text: string; type: string; url: string | null }[];
  /** The rows of a list, by their headings. */
  sections: readonly { title: string | null; rows: readonly { title: string; hint: string | null }[] }[];
}

const buttonOf = (it: Fields): Offered['buttons'][number] => ({ text: textOf(it.text) ?? textOf(fieldsOf(it.reply).title) ?? '', type: textOf(it.type) ?? '', url: textOf(it.url) });

/** What a message of the team offers: its own choices, or those of the template that it was made from. */
export function offeredIn(payload: unknown): Offered | null {
  const { interactive, preview } = fieldsOf(payload);
  if (isFields(preview)) {
    return { header: textOf(preview.header), body: textOf(preview.body), footer: textOf(preview.footer), buttons: listOf(preview.buttons).map(buttonOf), sections: [] };
  }
  const { action, header, body, footer } = fieldsOf(interactive);
  if (!isFields(action)) return null;
  const { display_text: label, url } = fieldsOf(action.parameters);
  const single = textOf(action.button) ?? textOf(label);
  const sections = listOf(action.sections).map((it) => ({ title: textOf(it.title), rows: listOf(it.rows).map((row) => ({ title: textOf(row.title) ?? '', hint: textOf(row.description) })) }));
  const buttons = [...listOf(action.buttons).map(buttonOf), ...(single ? [{ text: single, type: textOf(action.name) ?? 'list', url: textOf(url) }] : [])];
  return { header: textOf(fieldsOf(header).text), body: textOf(fieldsOf(body).text), footer: textOf(fieldsOf(footer).text), buttons, sections: sections.filter((it) => it.rows.length > 0) };
}
