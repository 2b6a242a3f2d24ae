// What scenarios with our own client have in common.
//
// URL, TOKEN      the server and a token of an agent
// CONTROL         where to order: POST /kill, POST /start
// EMULATOR        the emulator's control API
// PHONE_NUMBER    the id of the shop's number there

import { strict as assert } from "node:assert";
import { ChatClient } from "../../../../../chat-transport-ws/client/dist/index.js";

export { assert, ChatClient };

/// A setting of the scenario, which must be there.
export function setting(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

export async function order(what) {
  const answer = await fetch(`${setting("CONTROL")}/${what}`, { method: "POST" });
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
}

/// A user of WhatsApp writes to the shop.
export async function customerWrites(text, user = "15550199") {
  const body = JSON.stringify({ user, phoneNumberId: setting("PHONE_NUMBER"), text });
  const answer = await fetch(`${setting("EMULATOR")}/_emu/inbound`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  if (!answer.ok) throw new Error(`${text}: ${answer.status} ${await answer.text()}`);
}

/// Waits until a store's value fits; says what it was when it does not in time.
export function until(what, store, fits) {
  return new Promise((resolve, reject) => {
    let stop = () => {};
    const late = setTimeout(() => {
      stop();
      reject(new Error(`waited for ${what}; there is ${JSON.stringify(store.get())?.slice(0, 2000)}`));
    }, 60_000);
    const look = () => {
      if (!fits(store.get())) return;
      clearTimeout(late);
      stop();
      resolve(store.get());
    };
    stop = store.subscribe(look);
    look();
  });
}

/// A client of the server, connected, with a first conversation that is open.
export async function begin(options = {}) {
  const chat = new ChatClient({ url: setting("URL"), auth: () => setting("TOKEN"), ...options });
  await chat.connect();
  const list = chat.conversations();
  list.subscribe(() => {});
  await until("the list", list, ({ isLoaded }) => isLoaded);
  await customerWrites("hello");
  const { items } = await until("the first message", list, ({ items }) => items.length === 1);
  const thread = chat.conversation(items[0].id);
  thread.messages.subscribe(() => {});
  await until("the thread", thread.messages, (messages) => messages.length === 1);
  return { chat, list, thread };
}

/// Everything that was said, as the server has it, the oldest first.
export async function said(chat, id) {
  const all = [];
  let cursor;
  do {
    const page = await chat.api.get("/api/v1/conversations/{id}/messages", { path: { id }, query: { limit: 200, cursor } });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return all.reverse();
}
