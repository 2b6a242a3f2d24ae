// What goes along with words: files, places, contacts.

import { field, h } from "./dom.js";
import { icon } from "./icons.js";
import { ask } from "./person.js";

const VOICE = "audio/ogg,audio/mpeg,audio/mp4,audio/aac,audio/amr,.ogg,.opus,.mp3,.m4a,.aac,.amr";
const CAPTION_MAX = 1_024;

/// Places that are known well enough to need no map.
const PLACES = [
  { name: "Eiffel Tower", address: "Av. Gustave Eiffel, Paris", latitude: 48.8584, longitude: 2.2945 },
  { name: "Central Park", address: "New York, NY", latitude: 40.7829, longitude: -73.9654 },
  { name: "Mercado da Ribeira", address: "Av. 24 de Julho, Lisboa", latitude: 38.7069, longitude: -9.1459 },
  { name: "Ueno Park", address: "Taito, Tokyo", latitude: 35.7156, longitude: 139.7745 },
];

/// Opens the menu of what can be attached.
export function attachMenu(anchor, compose) {
  document.querySelector(".menu")?.remove();
  const entry = (name, label, act) =>
    h("button", { type: "button", role: "menuitem", class: "menu-entry", onclick: () => [menu.hidePopover(), act()] }, icon(name), label);
  const menu = h(
    "div",
    { class: "menu", role: "menu", popover: "auto", "aria-label": "Attach" },
    entry("image", "Photo, video or document", () => compose.choose("", {})),
    entry("microphone", "Voice message from a file", () => compose.choose(VOICE, { voice: true, type: "audio" })),
    entry("pin", "Location", () => compose.location()),
    entry("contact", "Contact", () => compose.contact()),
  );
  menu.addEventListener("toggle", ({ newState }) => newState === "closed" && menu.remove());
  document.getElementById("phone").append(menu);
  menu.showPopover();
  const at = anchor.getBoundingClientRect();
  menu.style.setProperty("left", `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 8))}px`);
  menu.style.setProperty("top", `${Math.max(8, at.top - menu.offsetHeight - 10)}px`);
  menu.querySelector("button").focus();
}

/// Lets the person choose files of this machine.
export function chooseFile(accept, done) {
  const input = h("input", { type: "file", accept, multiple: true, onchange: () => input.files.length > 0 && done([...input.files]) });
  input.click();
}

/// Shows files before they are sent, with a caption for the first.
export function showFiles(files, compose, values = {}) {
  const pictures = files.map((file) => {
    if (!file.type.startsWith("image/")) return h("li", { class: "chosen" }, icon("file"), h("span", null, file.name));
    const url = URL.createObjectURL(file);
    return h("li", { class: "chosen" }, h("img", { src: url, alt: file.name, onload: () => URL.revokeObjectURL(url) }));
  });
  const caption = field("Caption", { maxLength: CAPTION_MAX });
  const send = async () => {
    for (const [at, file] of files.entries()) {
      const words = at === 0 && !values.voice ? caption.input.value.trim() : "";
      await compose.file(file, { ...values, filename: file.name, caption: words || undefined });
    }
  };
  const title = files.length === 1 ? "Send this?" : `Send these ${files.length}?`;
  ask(title, "Send", send, [h("ul", { class: "chosen-list" }, pictures), !values.voice && caption.row].filter(Boolean));
}

/// Asks for a place.
export function askLocation(send) {
  const [first] = PLACES;
  const name = field("Name", { value: first.name });
  const address = field("Address", { value: first.address });
  const latitude = field("Latitude", { value: first.latitude, type: "number", step: "any", min: -90, max: 90, required: true });
  const longitude = field("Longitude", { value: first.longitude, type: "number", step: "any", min: -180, max: 180, required: true });
  const use = (place) => {
    for (const [input, value] of [[name, place.name], [address, place.address], [latitude, place.latitude], [longitude, place.longitude]]) input.input.value = value;
  };
  const known = PLACES.map((place) => h("button", { type: "button", class: "chip", onclick: () => use(place) }, place.name));
  const done = () =>
    send({
      latitude: Number(latitude.input.value),
      longitude: Number(longitude.input.value),
      ...(name.input.value && { name: name.input.value }),
      ...(address.input.value && { address: address.input.value }),
    });
  ask("Share a location", "Send", done, [
    h("div", { class: "chips", role: "group", "aria-label": "Known places" }, known),
    name.row,
    address.row,
    h("div", { class: "two" }, latitude.row, longitude.row),
  ]);
}

/// Asks for a contact.
export function askContact(send) {
  const name = field("Name", { required: true, value: "Sam Rivera" });
  const phone = field("Phone number", { type: "tel", required: true, value: "+1 415 555 0142" });
  const email = field("E-mail address", { type: "email" });
  const done = () => {
    const called = name.input.value.trim();
    const [first, ...rest] = called.split(" ");
    const digits = phone.input.value.replace(/\D/g, "");
    return send([
      {
        name: { formatted_name: called, first_name: first, ...(rest.length > 0 && { last_name: rest.join(" ") }) },
        phones: [{ phone: phone.input.value.trim(), wa_id: digits, type: "CELL" }],
        ...(email.input.value && { emails: [{ email: email.input.value.trim(), type: "HOME" }] }),
      },
    ]);
  };
  ask("Share a contact", "Send", done, [name.row, phone.row, email.row]);
}
