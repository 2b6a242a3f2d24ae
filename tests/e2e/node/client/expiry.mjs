// A token that runs out is asked for again, by the socket and by REST; what was said meanwhile is sent.
//
// SECRET   what the host signs its agents' tokens with

import { createHmac } from "node:crypto";
import { assert, begin, ChatClient, setting, until } from "./lib/office.mjs";

const { chat: owner, thread } = await begin();
const me = await owner.api.get("/api/v1/me");

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
function token(secondsLeft) {
  const exp = Math.floor(Date.now() / 1000) + secondsLeft;
  const body = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: me.id, clientId: me.clientId, role: "owner", name: me.name, exp })}`;
  return `${body}.${createHmac("sha256", setting("SECRET")).update(body).digest("base64url")}`;
}

const asked = [];
let next = () => token(3);
const chat = new ChatClient({
  url: setting("URL"),
  auth: (reason) => {
    asked.push(reason);
    return next(reason);
  },
});
await chat.connect();
next = () => token(600);

// The server ends the socket when its token has run out: another one is asked for.
await until("the end", chat.connection, ({ status }) => status !== "online");
const mine = chat.conversation(thread.id);
mine.messages.subscribe(() => {});
const { key } = mine.send({ content: "written in between", kind: "note" });
await until("the sending", mine.messages, (all) => all.some((it) => it.key === key && it.pending === null));
// REST may have met the end of the token first, and said so.
assert.equal(asked.filter((reason) => reason === "connect").length, 2);
assert.ok(asked.length <= 3, asked.join());

// A token that has run out already is refused: the callback hears why.
asked.length = 0;
const late = new ChatClient({
  url: setting("URL"),
  auth: (reason) => {
    asked.push(reason);
    return reason === "expired" ? token(600) : token(-60);
  },
});
assert.equal((await late.api.get("/api/v1/me")).id, me.id);
assert.deepEqual(asked, ["connect", "expired"], "by REST");
asked.length = 0;
await late.connect();
assert.deepEqual(asked, ["connect", "expired"], "by the socket");

// Without another one it is over, until somebody signs in.
const gone = new ChatClient({ url: setting("URL"), auth: () => "nothing" });
await assert.rejects(gone.connect(), { code: "unauthorized", retryable: false });
assert.equal(gone.connection.get().status, "unauthorized");
for (const one of [owner, chat, late, gone]) one.destroy();
