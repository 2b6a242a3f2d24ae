// What a visitor does with a widget, and what an agent answers.

import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { io } from "socket.io-client";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/// Notes, from before any script of the page's, what the widget tells it.
export async function listenToWidget(target) {
  await target.addInitScript(() => {
    window.told = [];
    const names = ["ready", "open", "close", "unread", "message:received", "message:sent", "conversation:started", "availability", "identity:expired", "blocked", "error"];
    for (const name of names) addEventListener(`chat:${name}`, ({ detail }) => window.told.push([name, detail]));
  });
}

/// Waits until the widget has told the page something, and gives what went with it.
export async function told(page, name) {
  const handle = await page.waitForFunction((name) => window.told?.find(([heard]) => heard === name), name);
  return (await handle.jsonValue())[1];
}

/// The launcher, which lies in a shadow root of its own.
export const launcher = (page) => page.locator("button.l");

/// The application in the frame.
export const frame = (page) => page.frameLocator("iframe");

/// The real frame of the application, for what a locator cannot do.
export async function frameOf(page) {
  const handle = await page.locator("iframe").elementHandle();
  return handle.contentFrame();
}

export async function open(page) {
  await launcher(page).click();
  await frame(page).getByRole("textbox").first().waitFor();
}

/// The frame asks the page to close it, which does so later.
export async function close(page) {
  await frame(page).getByRole("button", { name: "Close chat" }).click();
  await page.locator("dialog:not([open])").waitFor({ state: "attached" });
}

export async function say(page, text) {
  const field = frame(page).locator("textarea");
  await field.fill(text);
  await field.press("Enter");
}

/// The messages that are seen, each as `own: text` or `theirs: text`.
export async function seen(page) {
  const lines = frame(page).locator(".log > ul > li:not(.day)");
  return lines.evaluateAll((all) => all.map((line) => `${line.className.split(" ")[0]}: ${line.querySelector(".bubble")?.textContent ?? ""}`));
}

/// Fails unless axe finds nothing in any document of the page, by all rules but those that are left out.
export async function isAccessible(page, what, without = []) {
  for (const part of page.frames()) {
    if (!(await part.evaluate(() => document.body !== null && !document.location.href.startsWith("about:")))) continue;
    // Past the policy of the frame, which lets no foreign script in: as a debugger does.
    await part.evaluate(AXE);
    const found = await part.evaluate(async (without) => {
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
      const { violations } = await window.axe.run(document, { runOnly: tags, rules, iframes: false });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`);
    }, without);
    if (found.length > 0) throw new Error(`axe on ${what}, in ${part.url()}:\n${found.join("\n")}`);
  }
}

/// Takes a picture, when somebody wants to look at it.
export async function picture(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

/// Asks until the answer is as expected; fails with the last one.
export async function until(what, ask, isSo) {
  for (const end = Date.now() + 20_000; ; ) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/// An agent's socket, in the inbox. `heard(event, isIt)` waits for an event that it was told, or has been told before.
export async function agentSocket(url, token) {
  const socket = io(url, { auth: { token }, transports: ["websocket"], reconnection: false, forceNew: true });
  const all = [];
  const waiting = new Set();
  socket.onAny((event, data) => {
    all.push([event, data]);
    for (const look of [...waiting]) look();
  });
  await new Promise((resolve, reject) => socket.on("connected", resolve).on("connect_error", reject));
  await socket.emitWithAck("joinInbox");
  return {
    ask: (event, data) => socket.timeout(20_000).emitWithAck(event, data),
    heard: (event, isIt) =>
      new Promise((resolve, reject) => {
        const guard = setTimeout(() => reject(new Error(`the agent never heard ${event}; only ${JSON.stringify(all)}`)), 20_000);
        const look = () => {
          const found = all.find(([name, data]) => name === event && isIt(data));
          if (!found) return;
          clearTimeout(guard);
          waiting.delete(look);
          resolve(found[1]);
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.close(),
  };
}

/// Asks the REST API as the team does.
export function agent(url, token) {
  const ask = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  return {
    ask,
    /// The conversation in which a customer has said this; asks until there is one.
    async conversationWith(text) {
      for (const end = Date.now() + 20_000; Date.now() < end; ) {
        const { items } = await ask("GET", "/conversations?source=website&limit=100");
        for (const conversation of items) {
          const messages = await ask("GET", `/conversations/${conversation.id}/messages?limit=100`);
          if (messages.items.some((message) => message.content === text)) return conversation;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`nobody has said ${text}`);
    },
    answer: (conversation, content) => ask("POST", `/conversations/${conversation.id}/messages`, { content }),
    /// How far a message of a conversation has come.
    async statusOf(conversation, text) {
      const { items } = await ask("GET", `/conversations/${conversation.id}/messages?limit=100`);
      return items.find((message) => message.content === text)?.status ?? null;
    },
    async texts(conversation) {
      const { items } = await ask("GET", `/conversations/${conversation.id}/messages?limit=100`);
      return items.map((message) => message.content);
    },
  };
}
