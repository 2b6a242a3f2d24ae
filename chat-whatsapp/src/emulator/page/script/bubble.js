// One message on the phone.

import { choices } from "./choices.js";
import { content } from "./content.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { preview, time } from "./words.js";

const TICKS = {
  waiting: ["clock", "Waiting for the network"],
  sent: ["check", "Sent"],
  delivered: ["checks", "Delivered"],
  read: ["checks", "Read"],
};

/// A place for a message; `updateBubble` says what is in it.
export function bubble(message) {
  const side = message.from === "user" ? "own" : "theirs";
  const kind = message.type === "system" ? "notice" : `message ${side} of-${message.type}`;
  return h(
    "li",
    { class: kind, id: `message-${message.id}` },
    h("div", { class: "bubble" }, h("div", { class: "said" }), h("div", { class: "choices" }), h("p", { class: "meta" })),
    h("div", { class: "reactions" }),
  );
}

export function updateBubble(element, message, tools) {
  const box = element.firstElementChild;
  const [said, choice, meta] = box.children;
  const quoted = message.replyTo ? tools.byId.get(message.replyTo) : null;
  const { type, content: body, media, revoked, shown, forwarded } = message;
  const told = JSON.stringify([type, body, media, revoked, shown, forwarded, message.replyTo, quoted && [quoted.revoked, preview(quoted)]]);
  if (element.dataset.told !== told) {
    element.dataset.told = told;
    element.classList.toggle("revoked", Boolean(revoked));
    fill(said, forwarded && h("p", { class: "forwarded" }, "Forwarded"), quote(message, quoted, tools), content(message, tools));
    fill(choice, !revoked && choices(message, tools));
  }
  if (type === "system") return;
  showMeta(meta, message);
  showReactions(element.lastElementChild, message, tools);
  if (message.isWaiting) return;
  const more = box.querySelector(":scope > .more") ?? box.appendChild(h("button", { type: "button", class: "more", "aria-haspopup": "menu" }, icon("more")));
  more.setAttribute("aria-label", `What to do with: ${preview(message).slice(0, 60)}`);
  more.onclick = () => openMenu(more, message, tools);
  box.oncontextmenu = (event) => {
    if (event.target.closest("a, audio, video")) return;
    event.preventDefault();
    openMenu(more, message, tools);
  };
}

function showMeta(meta, message) {
  const told = JSON.stringify([message.ticks, message.edited, message.at]);
  if (meta.dataset.told === told) return;
  meta.dataset.told = told;
  const [name, words] = TICKS[message.ticks] ?? [];
  fill(
    meta,
    message.edited && h("span", null, "edited"),
    h("time", { dateTime: message.at }, time(message.at)),
    name && h("span", { class: `ticks ${message.ticks}`, title: words }, icon(name), h("span", { class: "unseen" }, words)),
  );
}

function showReactions(element, message, tools) {
  const reactions = Object.entries(message.reactions ?? {});
  const told = JSON.stringify(reactions);
  if (element.dataset.told === told) return;
  element.dataset.told = told;
  fill(
    element,
    reactions.map(([author, emoji]) =>
      author === "user"
        ? h("button", { type: "button", class: "reaction", "aria-label": `Take back your ${emoji}`, onclick: () => tools.compose.react(message, "") }, emoji)
        : h("span", { class: "reaction", title: `${tools.chat.business.name} reacted` }, emoji, h("span", { class: "unseen" }, " from the business")),
    ),
  );
}

function quote(message, quoted, tools) {
  if (!message.replyTo || message.revoked) return null;
  if (!quoted) return h("p", { class: "quote gone" }, "A message that is not on this phone");
  const author = quoted.from === "user" ? "You" : tools.chat.business.name;
  const go = () => {
    const target = document.getElementById(`message-${quoted.id}`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.remove("pointed");
    requestAnimationFrame(() => target?.classList.add("pointed"));
  };
  return h("button", { type: "button", class: `quote of-${quoted.from}`, onclick: go }, h("b", null, author), h("span", null, preview(quoted)));
}
