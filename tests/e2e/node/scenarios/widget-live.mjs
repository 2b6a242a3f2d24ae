// What visitor and team see of each other while it happens: who is typing, how far a message has come; and what a visitor hears and sees
// who has the website open in two tabs.
//
// URL, TOKEN   the server and a token of an agent
// KEY          the key of a floating widget that may be on shop.test

import { expect, scenario, setting } from "./lib/browser.mjs";
import { agent, agentSocket, close, frame, frameOf, launcher, listenToWidget, open, say, seen, told, until } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const [url, token] = [setting("URL"), setting("TOKEN")];
const team = agent(url, token);
const sites = await websites(url, () => pageWith(setting("KEY")));
const has = (page, text) => frame(page).locator(".log").getByText(text, { exact: true }).waitFor();
const isTold = (page, count) => page.waitForFunction((title) => document.title === title, count ? `(${count}) Shop` : "Shop");

/// Counts the tones, from before any script.
const listenToSound = (context) =>
  context.addInitScript(() => {
    window.tones = 0;
    const { start } = AudioScheduledSourceNode.prototype;
    AudioScheduledSourceNode.prototype.start = function (...given) {
      window.tones += 1;
      return start.apply(this, given);
    };
  });

const tones = async (...pages) => {
  let count = 0;
  for (const page of pages) count += await (await frameOf(page)).evaluate(() => window.tones);
  return count;
};

async function typing(page, socket, conversation) {
  await frame(page).locator("textarea").pressSequentially("Hm");
  await socket.heard("typing", (it) => it.conversationId === conversation.id && it.senderType === "customer" && it.isTyping);
  await socket.ask("typing", { conversationId: conversation.id, isTyping: true });
  const line = frame(page).locator(".typing");
  await line.filter({ hasText: "is typing" }).waitFor();
  await socket.ask("typing", { conversationId: conversation.id, isTyping: false });
  await line.filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  // An answer ends it as well.
  await socket.ask("typing", { conversationId: conversation.id, isTyping: true });
  await line.filter({ hasText: "is typing" }).waitFor();
  await team.answer(conversation, "Take your time");
  await has(page, "Take your time");
  await line.filter({ hasText: /^$/ }).waitFor({ state: "attached" });
}

async function ticks(page, socket, conversation) {
  const answer = (status) => until("the answer", () => team.statusOf(conversation, "Are you there?"), (it) => it === status);
  await close(page);
  await team.answer(conversation, "Are you there?");
  // It is at the visitor's, who has not looked at it yet.
  await answer("delivered");
  await isTold(page, 1);
  await launcher(page).click();
  await answer("read");
  await isTold(page, 0);

  await say(page, "I am");
  const own = frame(page).locator(".own").last();
  await socket.heard("message", (it) => it.content === "I am");
  await own.locator(".delivered[aria-label=Delivered]").waitFor();
  await team.ask("POST", `/conversations/${conversation.id}/read`);
  await own.locator(".read[aria-label=Read]").waitFor();
}

/// One message, one sound, whatever has been opened; and none while it is being looked at or was turned off.
async function oneSound(page, other, conversation) {
  for (const tab of [page, other]) {
    await tab.bringToFront();
    // Browsers let a page sound only after somebody has done something in it.
    await frame(tab).locator("h1").click();
    await close(tab);
  }
  const before = await tones(page, other);
  const sounds = async () => (await tones(page, other)) - before;
  await team.answer(conversation, "Ding");
  await isTold(page, 1);
  await isTold(other, 1);
  // Which of them it is to be, the browser says later.
  await until("the tones of a message", sounds, (count) => count > 0);
  expect("what the launcher says", await launcher(page).getAttribute("aria-label"), "Open chat, 1 unread");
  expect("what the other's says", await launcher(other).getAttribute("data-n"), "1");

  await launcher(other).click();
  await has(other, "Ding");
  await isTold(page, 0);
  expect("what the launcher says once it is read elsewhere", await launcher(page).getAttribute("aria-label"), "Open chat");
  expect("the tones of one message in two tabs", await sounds(), 2);
  await team.answer(conversation, "Seen at once");
  await has(other, "Seen at once");
  await isTold(other, 0);

  // Turned off in both, as each tab decides for itself.
  for (const tab of [page, other]) {
    await tab.bringToFront();
    if (!(await tab.locator("dialog[open]").count())) await launcher(tab).click();
    await frame(tab).getByRole("button", { name: "Turn sounds off" }).click();
    await close(tab);
  }
  const quiet = await tones(page, other);
  await team.answer(conversation, "Quietly");
  await isTold(page, 1);
  await isTold(other, 1);
  expect("the tones of a message that is not to sound", (await tones(page, other)) - quiet, 0);
}

/// What is said in one tab is there in the other, once.
async function bothSeeAll(page, other) {
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await launcher(tab).click();
  }
  await say(page, "From the first tab");
  await has(other, "From the first tab");
  await say(other, "From the second tab");
  await has(page, "From the second tab");
  expect("what both show", JSON.stringify(await seen(other)), JSON.stringify(await seen(page)));
}

/// Who signs out in one tab is forgotten in the other as well.
async function bothForget(page, other) {
  await page.evaluate(() => window.ChatWidget.reset());
  await frame(other).locator(".log .hint").waitFor();
  expect("what the other tab still shows", (await seen(other)).length, 0);
  const left = await (await frameOf(other)).evaluate(() => Object.keys(localStorage));
  expect("what is left in the frames", JSON.stringify(left), "[]");
}

try {
  const socket = await agentSocket(url, token);
  await scenario(async (page, context) => {
    await listenToWidget(context);
    await listenToSound(context);
    await page.goto("https://shop.test/");
    await open(page);
    await say(page, "Hello?");
    const conversation = await team.conversationWith("Hello?");
    // Before the visitor's side knows of its conversation, nobody is told that it types.
    await frame(page).locator(".own .sent, .own .delivered, .own .read").waitFor();
    await typing(page, socket, conversation);
    await ticks(page, socket, conversation);
    const other = await context.newPage();
    await other.goto("https://shop.test/");
    await told(other, "ready");
    await open(other);
    await oneSound(page, other, conversation);
    await bothSeeAll(page, other);
    await bothForget(page, other);
  }, sites.asPeopleHaveIt());
  socket.close();
} finally {
  sites.close();
}
