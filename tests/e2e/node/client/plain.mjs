// Runs the snippet of docs/CLIENT.md that does without our client.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { assert, customerWrites, setting, until } from "./lib/office.mjs";

const guide = readFileSync(new URL("../../../../docs/CLIENT.md", import.meta.url), "utf8");
const [, code] = guide.match(/^```js run\n([\s\S]*?)^```$/m);

// A module of its own, beside the packages that it imports.
const file = new URL(`./plain-${process.pid}.tmp.mjs`, import.meta.url);
const given = "const url = process.env.URL;\nconst token = process.env.TOKEN;\n";
writeFileSync(file, `${given}${code}\nexport { socket, send };\n`);
const heard = [];
const looks = new Set();
const log = console.log;
console.log = (type, data) => {
  heard.push([type, data]);
  for (const look of looks) setTimeout(look);
};
const { socket, send } = await import(file).finally(() => rmSync(file));

const news = { get: () => heard, subscribe: (look) => looks.add(look) && (() => looks.delete(look)) };
const texts = () => heard.filter(([type]) => type === "messagePosted").map(([, { content }]) => content);

await new Promise((resolve) => socket.once("inboxJoined", resolve));
await customerWrites("hello");
await until("the first message", news, () => texts().includes("hello"));
const { conversationId } = heard.find(([type]) => type === "messagePosted")[1];
const { message } = await send(conversationId, "what can we do?");
assert.equal(message.content, "what can we do?");
await until("the answer", news, () => texts().length === 2);

// What happens while it is away is told when it is back.
socket.io.engine.close();
await customerWrites("nothing, thank you");
await until("what was missed", news, () => texts().length === 3);
assert.deepEqual(texts(), ["hello", "what can we do?", "nothing, thank you"]);
console.log = log;
socket.disconnect();
