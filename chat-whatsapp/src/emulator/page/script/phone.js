// The phone: the chat with the business, as the person sees it.

import { bubble, updateBubble } from "./bubble.js";
import { composer } from "./composer.js";
import { fill, h, reconcile } from "./dom.js";
import { attempt } from "./emulator.js";
import { icon } from "./icons.js";
import { somebody } from "./person.js";
import { avatar, day, nameOf, time } from "./words.js";

/// How far from the end the chat may be scrolled and still follow what comes, in pixels.
const NEAR = 120;

export function phone(context) {
  const { state, choose } = context;
  const clock = h("span", { class: "device-time" });
  const network = h("span", { class: "device-network" });
  const head = h("header", { class: "chat-head" });
  const messages = h("ol", { class: "messages" });
  const typing = h("p", { class: "typing", role: "status" });
  const log = h("div", { class: "log", tabIndex: 0, role: "log", "aria-label": "Chat" }, messages, typing);
  const write = composer(context);
  const chatScreen = h("div", { class: "screen chat-screen" }, head, log, write.element);
  const emptyScreen = h(
    "div",
    { class: "screen empty-screen" },
    h("p", { class: "empty-picture", "aria-hidden": "true" }, icon("phone")),
    h("h2", null, "This phone is nobody's"),
    h("p", null, "Give it to somebody, and they can write to the business as a customer does."),
    h("button", { type: "button", class: "main", onclick: giveIt }, icon("dice"), "Give it to anybody"),
  );
  const glass = h("div", { class: "glass" }, h("div", { class: "device-bar", "aria-hidden": "true" }, clock, h("span", { class: "device-eye" }), network), chatScreen, emptyScreen);
  fill(document.getElementById("phone"), h("div", { class: "device" }, glass));
  let ending;
  let isAtEnd = true;

  log.addEventListener("scroll", () => {
    isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  });
  // Whatever grows or shrinks - a picture that has loaded, the window - the end stays in view for who was there.
  const measured = new ResizeObserver(() => isAtEnd && toEnd());
  measured.observe(log);
  measured.observe(messages);

  function toEnd() {
    log.scrollTop = log.scrollHeight;
    isAtEnd = true;
  }

  async function giveIt() {
    const made = await attempt("users", somebody(state.people));
    if (made) await choose(made.id);
  }

  function showHead({ business, user, typing: types }) {
    const said = types ? "typing…" : business.number;
    const told = JSON.stringify([business, user.id, nameOf(user), said]);
    if (head.dataset.told === told) return;
    head.dataset.told = told;
    const back = h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "People", onclick: () => context.show("people") }, icon("back"));
    const who = h("span", { class: "chat-who" }, h("span", { class: "chat-name" }, business.name || business.number), h("span", { class: types ? "chat-sub types" : "chat-sub" }, said));
    const owner = h("span", { class: "chat-owner" }, h("span", { class: "unseen" }, "Phone of "), nameOf(user));
    fill(head, back, avatar(business.name || "#", business.phoneNumberId), who, owner);
  }

  function showMessages(chat) {
    const items = [];
    let last;
    for (const message of chat.messages) {
      const date = message.at.slice(0, 10);
      if (date !== last) items.push({ id: `day-${date}`, day: day(message.at) });
      last = date;
      items.push(message);
    }
    items.push(...write.waiting());
    const byId = new Map(chat.messages.map((message) => [message.id, message]));
    const shown = `${state.number} ${state.person}`;
    if (messages.dataset.chat !== shown) isAtEnd = true;
    messages.dataset.chat = shown;
    const tools = { ...context, chat, byId, compose: write };
    reconcile(
      messages,
      items,
      ({ id }) => id,
      (item) => (item.day ? h("li", { class: "day" }, h("span", null, item.day)) : bubble(item)),
      (element, item) => item.day || updateBubble(element, item, tools),
    );
    if (isAtEnd) toEnd();
  }

  function showTyping(chat) {
    clearTimeout(ending);
    fill(typing, chat.typing && [h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", { class: "unseen" }, `${chat.business.name} is typing`)]);
    typing.hidden = !chat.typing;
    if (!chat.typing) return;
    if (isAtEnd) toEnd();
    ending = setTimeout(context.refresh, new Date(chat.typingUntil) - new Date(chat.now) + 100);
  }

  function update() {
    const { chat } = state;
    chatScreen.hidden = !chat;
    emptyScreen.hidden = Boolean(chat);
    clock.textContent = time(chat?.now ?? Date.now());
    fill(network, chat && !chat.user.online ? [icon("offline"), "Offline"] : icon("signal"));
    if (!chat) return;
    showHead(chat);
    write.update(chat);
    showMessages(chat);
    showTyping(chat);
  }

  return { update };
}
