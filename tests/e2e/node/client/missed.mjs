// What a socket did not hear is fetched: an event that got lost, and everything that happened while it was away.

import { io } from "socket.io-client";
import { assert, begin, setting, until } from "./lib/office.mjs";

const lost = new Set();
let socket;
const factory = (url, options) => {
  socket = io(url, { ...options, autoConnect: false, reconnection: false, forceNew: true });
  const listen = socket.onAny.bind(socket);
  socket.onAny = (heard) => listen((name, event) => !lost.delete(event?.content) && heard(name, event));
  return socket;
};

const { chat, thread } = await begin({ socket: factory });
const heard = [];
chat.on("message", ({ content }) => heard.push(content));
const news = { get: () => heard, subscribe: (look) => chat.on("message", look) };
const write = async (from, to) => {
  for (let n = from; n < to; n += 1) {
    const answer = await fetch(`${setting("URL")}/api/v1/conversations/${thread.id}/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${setting("TOKEN")}`, "content-type": "application/json" },
      body: JSON.stringify({ content: `note ${n}`, kind: "note" }),
    });
    assert.equal(answer.status, 201, await answer.text());
  }
};
const notes = (to) => Array.from({ length: to }, (_, n) => `note ${n}`);

lost.add("note 2").add("note 3");
await write(0, 5);
await until("what got lost", news, () => heard.length >= 5);
assert.equal(lost.size, 0);
assert.deepEqual(heard, notes(5));

// More than a page of it.
socket.io.engine.close();
await until("the loss", chat.connection, ({ status }) => status !== "online");
await write(5, 230);
await until("the connection", chat.connection, ({ status }) => status === "online");
await until("what was missed", news, () => heard.length >= 230);
await write(230, 231);
await until("what comes live", news, () => heard.length >= 231);
assert.deepEqual(heard, notes(231), "each once and in order");
const shown = thread.messages.get().filter((it) => it.kind === "note");
assert.deepEqual(shown.map((it) => it.content), notes(231));
chat.destroy();
