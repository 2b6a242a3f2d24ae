// What can be done with a message.

import { dialog, h } from "./dom.js";
import { icon } from "./icons.js";
import { preview } from "./words.js";

const REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const EDITED_MAX_MS = 15 * 60 * 1_000;
const EDITABLE = new Set(["text", "image", "video", "document"]);

/// Opens the menu of a message beside its button.
export function openMenu(anchor, message, { chat, compose }) {
  document.querySelector(".menu")?.remove();
  const isOwn = message.from === "user";
  const isFresh = new Date(chat.now) - new Date(message.at) < EDITED_MAX_MS;
  const entry = (name, label, act, kind = "") =>
    h("button", { type: "button", role: "menuitem", class: `menu-entry ${kind}`, onclick: () => close(act) }, icon(name), label);
  const react = (emoji) =>
    h("button", { type: "button", role: "menuitem", class: "menu-emoji", "aria-label": `React with ${emoji}`, onclick: () => close(() => compose.react(message, emoji)) }, emoji);
  const menu = h(
    "div",
    { class: "menu", role: "menu", popover: "auto", "aria-label": "Message", onkeydown: walk },
    !message.revoked && h("div", { class: "menu-reactions", role: "group", "aria-label": "React" }, REACTIONS.map(react)),
    !message.revoked && entry("reply", "Reply", () => compose.reply(message)),
    !message.revoked && entry("copy", "Copy text", () => navigator.clipboard.writeText(preview(message))),
    isOwn && !message.revoked && isFresh && EDITABLE.has(message.type) && entry("pen", "Edit", () => compose.edit(message)),
    isOwn && !message.revoked && entry("bin", "Delete for everyone", () => confirmDelete(message, compose), "danger"),
    message.revoked && h("p", { class: "menu-note" }, "It was deleted: nothing can be done with it."),
  );
  menu.addEventListener("toggle", ({ newState }) => newState === "closed" && menu.remove());
  document.getElementById("phone").append(menu);
  menu.showPopover();
  beside(menu, anchor);
  menu.querySelector("button")?.focus();

  function close(act) {
    menu.hidePopover();
    anchor.focus();
    act();
  }

  function walk(event) {
    const all = [...menu.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    all[(at + step + all.length) % all.length].focus();
  }
}

/// Puts the menu where it is wholly seen, as near to its button as can be.
function beside(menu, anchor) {
  const to = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, to.right - width), innerWidth - width - 8);
  const below = to.bottom + 4;
  const top = below + height > innerHeight - 8 ? Math.max(8, to.top - height - 4) : below;
  menu.style.setProperty("left", `${left}px`);
  menu.style.setProperty("top", `${top}px`);
}

function confirmDelete(message, compose) {
  const remove = async () => {
    box.close();
    await compose.revoke(message);
  };
  const box = dialog(
    "Delete for everyone?",
    h("p", null, "The business is told that the message was deleted. Whether it still shows it is up to the business."),
    h(
      "div",
      { class: "dialog-buttons" },
      h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel"),
      h("button", { type: "button", class: "main danger", onclick: remove }, "Delete"),
    ),
  );
}
