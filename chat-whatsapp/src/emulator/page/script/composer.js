// Writing: the field at the foot of the chat, and everything a person can do from it.

import { askContact, askLocation, attachMenu, chooseFile, showFiles } from "./attach.js";
import { fill, h, toast } from "./dom.js";
import { attempt, order, sendFile } from "./emulator.js";
import { icon } from "./icons.js";
import { preview } from "./words.js";

const EMOJI =
  "😀 😄 😂 🙂 😉 😊 😍 😘 😎 🤔 🙄 😴 😢 😭 😡 😱 🥳 🤗 👍 👎 👌 🙏 👏 💪 👋 🤝 ❤️ 💛 💚 💙 💜 🔥 ✨ 🎉 🎁 🌞 🍕 ☕ 🚲 🚗 🏠 📦 📷 📅 ✅ ❌ ❓ ❗".split(" ");
const TEXT_MAX = 4_096;

export function composer(context) {
  const { state } = context;
  const queues = new Map();
  let about = null;
  let count = 0;

  const field = h("textarea", { id: "words", rows: 1, maxLength: TEXT_MAX, placeholder: "Message", "aria-label": "Message", onkeydown: keys, oninput: grow, onpaste: paste });
  const attach = h("button", { type: "button", class: "icon-button", "aria-label": "Attach", "aria-haspopup": "menu", onclick: () => attachMenu(attach, tools) }, icon("attach"));
  const smile = h("button", { type: "button", class: "icon-button", "aria-label": "Emoji", "aria-haspopup": "dialog", onclick: pickEmoji }, icon("smile"));
  const send = h("button", { type: "submit", class: "icon-button send", "aria-label": "Send" }, icon("send"));
  const bar = h("div", { class: "about", hidden: true });
  const note = h("p", { class: "composer-note", role: "status" });
  const form = h("form", { class: "composer", onsubmit: submit }, bar, note, h("div", { class: "composer-row" }, attach, h("div", { class: "composer-field" }, field, smile), send));

  const key = () => `${state.number} ${state.person}`;
  const user = () => encodeURIComponent(state.person);
  const to = () => ({ user: state.person, phoneNumberId: state.number });

  function keys(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && about) {
      event.preventDefault();
      stopAbout();
    }
  }

  function grow() {
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${Math.min(field.scrollHeight, 140)}px`);
  }

  function paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    showFiles(files, tools);
  }

  async function submit(event) {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    const [mode, message] = about ?? [];
    field.value = "";
    stopAbout();
    grow();
    if (mode === "edit") {
      await attempt(`user/${user()}/edit`, { messageId: message.id, text });
      return;
    }
    const values = { ...to(), text, replyTo: message?.id };
    await say({ type: "text", content: { body: text }, replyTo: message?.id }, () => order("inbound", values));
  }

  /// Says something now, or when the phone is online again.
  async function say(shown, run) {
    if (state.chat.user.online) {
      try {
        await run();
      } catch (error) {
        toast(error.message, "bad");
      }
      return;
    }
    const queue = queues.get(key()) ?? [];
    count += 1;
    queue.push({ id: `waiting-${count}`, from: "user", at: state.chat.now, ticks: "waiting", isWaiting: true, run, ...shown });
    queues.set(key(), queue);
    await context.refresh();
  }

  /// Sends what waited for the network, in the order in which it was written.
  async function flush() {
    const queue = queues.get(key()) ?? [];
    queues.delete(key());
    for (const item of queue) {
      try {
        await item.run();
      } catch (error) {
        toast(error.message, "bad");
      }
    }
  }

  function startAbout(mode, message) {
    about = [mode, message];
    const title = mode === "edit" ? "Editing" : "Replying";
    fill(
      bar,
      h("p", null, h("b", null, title), h("span", null, preview(message))),
      h("button", { type: "button", class: "icon-button", "aria-label": `Stop ${title.toLowerCase()}`, onclick: stopAbout }, icon("close")),
    );
    bar.hidden = false;
    field.focus();
  }

  function stopAbout() {
    if (about?.[0] === "edit") field.value = "";
    about = null;
    bar.hidden = true;
    fill(bar);
  }

  function pickEmoji() {
    document.querySelector(".emoji")?.remove();
    const insert = (emoji) => {
      field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
      field.focus();
      grow();
    };
    const picker = h(
      "div",
      { class: "emoji", popover: "auto", role: "dialog", "aria-label": "Emoji" },
      EMOJI.map((emoji) => h("button", { type: "button", "aria-label": emoji, onclick: () => insert(emoji) }, emoji)),
    );
    picker.addEventListener("toggle", ({ newState }) => newState === "closed" && picker.remove());
    form.append(picker);
    picker.showPopover();
    const at = smile.getBoundingClientRect();
    picker.style.setProperty("left", `${Math.max(8, Math.min(at.right, innerWidth - 8) - picker.offsetWidth)}px`);
    picker.style.setProperty("top", `${Math.max(8, at.top - picker.offsetHeight - 10)}px`);
    picker.firstElementChild.focus();
  }

  const withMessage = (type, content, replyTo) => say({ type, content, replyTo }, messageTo(to(), { [type]: content }, replyTo));
  const messageTo = (whom, message, replyTo) => () => order("inbound", { ...whom, message, replyTo });

  const tools = {
    reply: (message) => startAbout("reply", message),
    edit(message) {
      startAbout("edit", message);
      field.value = message.content.body ?? message.content.caption ?? "";
      grow();
    },
    react: (message, emoji) => attempt(`user/${user()}/react`, { messageId: message.id, emoji }),
    revoke: (message) => attempt(`user/${user()}/revoke`, { messageId: message.id }),
    played: (message) => attempt(`user/${user()}/play`, { messageId: message.id }),
    files: (files) => showFiles(files, tools),
    choose: (accept, values) => chooseFile(accept, (files) => showFiles(files, tools, values)),
    file(file, values) {
      const all = { ...to(), ...values };
      const type = values.voice ? "audio" : "document";
      return say({ type, content: { filename: file.name, voice: values.voice, caption: values.caption } }, () => sendFile(file, all));
    },
    location: (message) => askLocation((content) => withMessage("location", content, message?.id)),
    contact: () => askContact((content) => withMessage("contacts", content)),
    /// The answer to a business that asks for the number.
    ownContact(message) {
      const { name, phone } = state.chat.user;
      if (!phone) return toast("This person has no phone number.", "bad");
      const called = name ?? `+${phone}`;
      const content = [{ name: { formatted_name: called, first_name: called.split(" ")[0] }, phones: [{ phone: `+${phone}`, wa_id: phone, type: "CELL" }], origin: "contact_request" }];
      return withMessage("contacts", content, message.id);
    },
  };

  const drop = document.getElementById("phone");
  drop.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  drop.addEventListener("drop", (event) => {
    const files = [...event.dataTransfer.files];
    if (files.length === 0 || !state.chat) return;
    event.preventDefault();
    showFiles(files, tools);
  });

  function update(chat) {
    const isBlocking = chat.user.blocked;
    for (const control of [field, attach, smile, send]) control.disabled = isBlocking;
    const waits = chat.waiting > 0 && !chat.user.online;
    const came = `${chat.waiting} ${chat.waiting === 1 ? "message waits" : "messages wait"} for this phone to be online.`;
    const words = isBlocking ? "This person blocks businesses and cannot write to them." : waits ? came : "";
    if (note.textContent !== words) note.textContent = words;
    note.hidden = !words;
    if (form.dataset.chat !== key()) {
      form.dataset.chat = key();
      stopAbout();
    }
    if (chat.user.online && queues.has(key())) flush();
  }

  return { ...tools, element: form, update, waiting: () => queues.get(key()) ?? [] };
}
