// The server is killed while an agent writes: everything arrives, once and in order, and whoever listens hears it once.

import { assert, begin, order, said, until } from "./lib/office.mjs";

const { chat, thread } = await begin();
const heard = [];
chat.on("message", ({ seq, content, kind }) => kind === "note" && heard.push({ seq, content }));
const written = [];
const write = (text) => {
  written.push(text);
  thread.send({ content: text, kind: "note" });
};
const shown = (messages) => messages.filter((it) => it.kind === "note");
const confirmed = () => shown(thread.messages.get()).filter((it) => it.pending === null);

// Nobody is there: what is said is shown and waits.
await order("kill");
const { retryAt, error } = await until("the loss", chat.connection, ({ status }) => status === "offline");
assert.ok(retryAt > 0 && error.retryable);
for (let n = 0; n < 5; n += 1) write(`while it was down ${n}`);
assert.deepEqual(shown(thread.messages.get()).map((it) => it.pending?.state), Array(5).fill("waiting"));
await order("start");
await until("what waited", thread.messages, () => confirmed().length === 5);

// It dies again and again in the middle of the work: some of the answers are lost.
for (let round = 0; round < 4; round += 1) {
  const before = confirmed().length;
  for (let n = 0; n < 25; n += 1) write(`round ${round} ${n}`);
  await until("the first of the round", thread.messages, () => confirmed().length > before + 3);
  await order("kill");
  await order("start");
}
await until("everything", thread.messages, () => confirmed().length === written.length);

await until("an empty outbox", chat.outbox.waiting, (count) => count === 0);
const kept = (await said(chat, thread.id)).filter((it) => it.kind === "note");
assert.deepEqual(kept.map((it) => it.content), written, "the server has each once, in the order of writing");
assert.deepEqual(shown(thread.messages.get()).map((it) => it.content), written, "and so it is shown");
await until("the last event", { get: () => heard, subscribe: (look) => chat.on("message", look) }, () => heard.length >= written.length);
assert.deepEqual(heard.map((it) => it.content), written, "and heard");
assert.ok(heard.every((it, n) => n === 0 || it.seq > heard[n - 1].seq));
chat.destroy();
