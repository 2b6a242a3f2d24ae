// What a message says, by its type.

import { h } from "./dom.js";
import { mediaUrl } from "./emulator.js";
import { icon } from "./icons.js";
import { avatar, formatted } from "./words.js";

/// The content of a message as elements.
export function content(message, tools) {
  if (message.revoked) return h("p", { class: "words" }, "This message was deleted");
  const show = TYPES[message.type];
  return show ? show(message.content ?? {}, message, tools) : unknown(message);
}

const words = (text) => (text ? h("p", { class: "words" }, formatted(text)) : null);

const unknown = (message) => h("p", { class: "words odd" }, `A message of the type “${message.type}”`);

const TYPES = {
  text: ({ body }) => words(body),
  image: (image, message) => [picture(message.media, image.caption || "Photo", "photo"), words(image.caption)],
  sticker: (_, message) => picture(message.media, "Sticker", "sticker"),
  video: (video, message) => [film(message.media), words(video.caption)],
  audio: (audio, message, tools) => sound(audio, message, tools),
  document: (document, message) => [paper(document, message.media), words(document.caption)],
  location: place,
  contacts: (cards) => cards.map(card),
  interactive: (interactive, message) => answered(interactive) ?? [...parts(interactive, message), footer(interactive.footer?.text)],
  button: ({ text }) => words(text),
  template: (template, message) => (message.shown ? filled(message.shown, message) : h("p", { class: "words odd" }, `The template “${template.name}”`)),
  order: ({ product_items: items = [], text }) => [h("p", { class: "words" }, h("b", null, `Order of ${items.length} ${items.length === 1 ? "product" : "products"}`)), ...items.map(line), words(text)],
  system: ({ body }) => h("p", { class: "notice-words" }, body),
};

function picture(id, alt, kind) {
  if (!id) return missing("image", "The picture is not here");
  const image = h("img", { src: mediaUrl(id), alt, loading: "lazy", onerror: () => image.replaceWith(missing("image", "The picture is gone")) });
  if (kind === "sticker") return h("span", { class: "sticker" }, image);
  return h("a", { class: "picture", href: mediaUrl(id), target: "_blank", rel: "noopener" }, image, h("span", { class: "unseen" }, " (opens in a new tab)"));
}

function film(id) {
  if (!id) return missing("image", "The video is not here");
  return h("video", { class: "film", src: mediaUrl(id), controls: true, preload: "metadata", "aria-label": "Video" });
}

function sound({ voice }, message, tools) {
  if (!message.media) return missing("microphone", "The audio is not here");
  const heard = () => tools.compose.played(message);
  const player = h("audio", { src: mediaUrl(message.media), controls: true, preload: "metadata", "aria-label": voice ? "Voice message" : "Audio" });
  if (message.from === "business") player.addEventListener("play", heard, { once: true });
  return h("div", { class: "sound" }, h("span", { class: "sound-picture", "aria-hidden": "true" }, icon("microphone")), player);
}

function paper({ filename, mime_type: type }, id) {
  const name = filename || "Document";
  const ending = name.includes(".") ? name.split(".").at(-1).slice(0, 4) : (type ?? "").split("/").at(-1).slice(0, 4) || "file";
  const inside = [h("span", { class: "paper-kind", "aria-hidden": "true" }, ending), h("span", { class: "paper-name" }, name)];
  return id ? h("a", { class: "paper", href: mediaUrl(id), download: name }, inside) : h("span", { class: "paper" }, inside);
}

const missing = (name, text) => h("p", { class: "missing" }, icon(name), text);

function place({ latitude, longitude, name, address }) {
  const [lat, lon] = [Number(latitude), Number(longitude)];
  const where = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`;
  return h(
    "a",
    { class: "place", href: where, target: "_blank", rel: "noopener noreferrer" },
    h("span", { class: "place-map", "aria-hidden": "true" }, icon("pin")),
    h("span", { class: "place-name" }, name || "Location"),
    h("span", { class: "place-where" }, address || `${lat.toFixed(5)}, ${lon.toFixed(5)}`),
  );
}

function card({ name, phones = [], emails = [], org }) {
  const called = name?.formatted_name ?? phones[0]?.phone ?? "Contact";
  const lines = [...phones.map(({ phone }) => phone), ...emails.map(({ email }) => email), org?.company].filter(Boolean);
  return h("div", { class: "card" }, avatar(called), h("span", { class: "card-words" }, h("b", null, called), lines.map((line) => h("span", null, line))));
}

function line({ product_retailer_id: product, quantity, item_price: price, currency }) {
  return h("p", { class: "order-line" }, h("span", null, `${quantity} × ${product}`), h("span", null, `${price} ${currency ?? ""}`));
}

/// What a person answered with a button or a row.
function answered({ button_reply: button, list_reply: row, nfm_reply: form }) {
  if (button) return words(button.title);
  if (row) return [words(row.title), row.description && h("p", { class: "aside" }, row.description)];
  if (form) return h("p", { class: "words" }, form.body || "Form sent");
  return null;
}

const footer = (text) => (text ? h("p", { class: "aside" }, text) : null);

/// The header and the body of a message with choices.
function parts({ header, body, type }, message) {
  const shown = [];
  if (header?.type === "text") shown.push(h("p", { class: "title" }, header.text));
  if (header?.type === "image") shown.push(picture(header.image?.id ?? message.media, "Picture above the message", "photo"));
  if (header?.type === "video") shown.push(film(header.video?.id ?? message.media));
  if (header?.type === "document") shown.push(paper(header.document ?? {}, header.document?.id ?? message.media));
  shown.push(words(body?.text) ?? h("p", { class: "words odd" }, `Something to choose (${type})`));
  return shown;
}

/// A template with its places filled in.
function filled({ header, body, footer: below, carousel = [], limited_time_offer: offer }, message) {
  const kind = header?.type;
  const media = header?.[kind]?.id ?? message.media;
  return [
    kind === "text" && h("p", { class: "title" }, header.text),
    kind === "image" && picture(media, "Picture above the message", "photo"),
    (kind === "video" || kind === "gif") && film(media),
    kind === "document" && paper(header.document ?? {}, media),
    kind === "location" && place(header.location ?? {}),
    offer && h("p", { class: "title" }, offer.text),
    words(body?.text),
    footer(below?.text),
    carousel.length > 0 && h("div", { class: "cards", tabIndex: 0, role: "group", "aria-label": "Cards" }, carousel.map((card) => h("div", { class: "template-card" }, filled(card, {})))),
  ];
}
