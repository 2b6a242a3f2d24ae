// Texts: times, names, and the marks that people write into messages.

import { h } from "./dom.js";

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export const time = (at) => TIME.format(new Date(at));
export const seconds = (at) => SECONDS.format(new Date(at));
export const day = (at) => DAY.format(new Date(at));
export const moment = (at) => MOMENT.format(new Date(at));

/// What a person is called.
export function nameOf(person) {
  if (person.name) return person.name;
  if (person.username) return `@${person.username}`;
  return person.phone ? `+${person.phone}` : person.id;
}

/// The one or two letters that stand for a name.
export function initials(name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, "").split(" ").filter(Boolean);
  if (words.length === 0) return "#";
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...word][0].toUpperCase()).join("");
}

/// A number from 0 to 7 that always belongs to the same text.
export function hue(text) {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)) % 997;
  return sum % 8;
}

/// The picture of somebody: their letters on a colour of their own.
export function avatar(name, key = name) {
  return h("span", { class: `avatar hue-${hue(key)}`, "aria-hidden": "true" }, initials(name));
}

/// Pieces of a message: a link, or words between marks.
const MARKS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])|```([^`]+)```|`([^`]+)`|(?<![\p{L}\p{N}])(?:\*([^*\n]+)\*|_([^_\n]+)_|~([^~\n]+)~)(?![\p{L}\p{N}])/gu;

/// A text with its marks made visible and its links made real.
export function formatted(text) {
  const parts = [];
  let from = 0;
  for (const match of String(text).matchAll(MARKS)) {
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, link, block, code, bold, italic, struck] = match;
    if (link) parts.push(h("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, link));
    else if (block ?? code) parts.push(h("code", null, block ?? code));
    else if (bold) parts.push(h("strong", null, ...formatted(bold)));
    else if (italic) parts.push(h("em", null, ...formatted(italic)));
    else if (struck) parts.push(h("s", null, ...formatted(struck)));
    else parts.push(whole);
  }
  parts.push(String(text).slice(from));
  return parts.filter((part) => part !== "");
}

/// A message in one line, for lists and quotes.
export function preview(message) {
  if (message.revoked) return "Deleted message";
  const content = message.content ?? {};
  const named = (word, more) => (more ? `${word}: ${more}` : word);
  switch (message.type) {
    case "text":
      return content.body ?? "";
    case "image":
      return named("Photo", content.caption);
    case "video":
      return named("Video", content.caption);
    case "audio":
      return content.voice ? "Voice message" : "Audio";
    case "document":
      return named("Document", content.filename ?? content.caption);
    case "sticker":
      return "Sticker";
    case "location":
      return named("Location", content.name);
    case "contacts":
      return named("Contact", content[0]?.name?.formatted_name);
    case "interactive":
      return content.button_reply?.title ?? content.list_reply?.title ?? content.body?.text ?? "Message with buttons";
    case "button":
      return content.text ?? "Button";
    case "template":
      return message.shown?.body?.text ?? named("Template", content.name);
    case "order":
      return "Order";
    case "system":
      return content.body ?? "Something changed";
    default:
      return `Message (${message.type})`;
  }
}
