// Pages that live long, that swap their body without loading anew, and that a browser keeps aside and brings back.
//
// URL, TOKEN   the server and a token of an agent
// KEY          the key of a floating widget that may be on shop.test

import { expect, scenario, setting } from "./lib/browser.mjs";
import { agent, frame, frameOf, launcher, listenToWidget, open, say, told } from "./lib/widget.mjs";
import { CHAT, pageWith, websites } from "./lib/websites.mjs";

const team = agent(setting("URL"), setting("TOKEN"));
const sites = await websites(setting("URL"), ({ pathname }) => (pathname === "/plain" ? "<title>Plain</title>" : pageWith(setting("KEY"))));
const hasText = (page, text) => frame(page).locator(".log").getByText(text, { exact: true }).waitFor();

/// Six minutes after the page was loaded its first proof has run out.
async function openedLate(page) {
  const proofs = [];
  page.on("request", (request) => request.url().endsWith("/boot") && proofs.push(request.url()));
  await page.clock.install();
  await page.goto("https://shop.test/");
  await told(page, "ready");
  await page.clock.fastForward("06:00");
  await open(page);
  expect("how often the page proves itself", proofs.length, 2);
  await frame(page).locator("textarea:focus").waitFor();
  await say(page, "Late");
  await hasText(page, "Late");
  return team.conversationWith("Late");
}

/// As Turbo does it: another body, to which the widget goes along.
async function swapped(page, conversation) {
  await page.evaluate(() => {
    const newBody = document.createElement("body");
    newBody.append(Object.assign(document.createElement("h1"), { textContent: "Another page" }));
    document.dispatchEvent(new CustomEvent("turbo:before-render", { detail: { newBody } }));
    document.documentElement.replaceChild(newBody, document.body);
  });
  await page.getByRole("heading", { name: "Another page" }).waitFor();
  await hasText(page, "Late");
  await team.answer(conversation, "After the swap");
  await hasText(page, "After the swap");
  expect("how many launchers there are", await launcher(page).count(), 1);
}

/// As Astro does it: another document, of which the body is taken.
async function swappedAsAWhole(page, conversation) {
  await page.evaluate(() => {
    const newDocument = new DOMParser().parseFromString("<title>Third</title><h1>A third page</h1>", "text/html");
    document.dispatchEvent(Object.assign(new Event("astro:before-swap"), { newDocument }));
    document.body.replaceWith(newDocument.body);
  });
  await page.getByRole("heading", { name: "A third page" }).waitFor();
  await hasText(page, "After the swap");
  await team.answer(conversation, "After another swap");
  await hasText(page, "After another swap");
  expect("how many launchers there are", await launcher(page).count(), 1);
}

/// An address that changes by script leaves the frame alone.
async function pushed(page) {
  const before = await frameOf(page);
  await before.evaluate(() => (window.isTheSame = true));
  await page.evaluate(() => history.pushState({}, "", "/elsewhere"));
  expect("whether the frame is the same", await (await frameOf(page)).evaluate(() => window.isTheSame), true);
}

async function broughtBack(page, conversation) {
  await page.evaluate(() => addEventListener("pageshow", ({ persisted }) => (window.isPersisted = persisted)));
  await page.goto("https://shop.test/plain");
  await team.answer(conversation, "While it was away");
  await page.goBack({ waitUntil: "commit" });
  // Playwright does not find the frames of a page that was brought back; what the visitor has seen, the team knows.
  const end = Date.now() + 20_000;
  for (let isRead = false; !isRead; ) {
    if (Date.now() > end) throw new Error("the visitor does not see what was said while it was away");
    const { items } = await team.ask("GET", `/conversations/${conversation.id}/messages?limit=100`);
    isRead = items.some(({ content, status }) => content === "While it was away" && status === "read");
    await page.waitForTimeout(50);
  }
  expect("whether it was brought back as it was", await page.evaluate(() => window.isPersisted), true);
  await page.evaluate(() => window.ChatWidget("send", "Back again"));
  await team.conversationWith("Back again");
}

/// The proof that a live visit goes on with is asked for anew, and a page that does not get one is told.
async function renewed(page) {
  const isAsked = page.waitForRequest((request) => request.url().startsWith(CHAT) && request.url().endsWith("/session"));
  await page.evaluate(() => window.ChatWidget("identify", { plan: "large" }));
  await isAsked;
  await say(page, "Who am I?");
  const conversation = await team.conversationWith("Who am I?");
  const { context } = await team.ask("GET", `/conversations/${conversation.id}`);
  expect("what the page says of its visitor", context?.attributes?.plan, "large");
}

try {
  await scenario(async (page) => {
    await listenToWidget(page);
    const conversation = await openedLate(page);
    await swapped(page, conversation);
    await swappedAsAWhole(page, conversation);
    await pushed(page);
    await renewed(page);
    await broughtBack(page, conversation);
  }, sites.asPeopleHaveIt());
} finally {
  sites.close();
}
