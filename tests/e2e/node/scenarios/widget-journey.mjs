// A visitor writes and somebody answers, on each type of widget, on every size of screen.
//
// URL, TOKEN    the server and a token of an agent
// KEYS          the keys of the widgets on shop.test, as JSON {floating, embedded, popup, arabic, closed}
// SCREENSHOTS   a folder for pictures; left out: none are taken

import { expect, scenario, setting } from "./lib/browser.mjs";
import { agent, close, frame, frameOf, isAccessible, launcher, listenToWidget, open, picture, say, seen, told, until } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const keys = JSON.parse(setting("KEYS"));
const team = agent(setting("URL"), setting("TOKEN"));
const text = "<p>We make chairs, tables and lamps, and we have made them here since 1921.</p>".repeat(30);
const PAGES = {
  "/": () => pageWith(keys.floating, { body: text }),
  "/next": () => pageWith(keys.floating, { body: `<p>Another page.</p>${text}` }),
  "/embedded": () => pageWith(keys.embedded, { body: '<div id="chat" style="height:520px;max-width:420px;border:1px solid #ccc"></div>', attributes: 'data-target="#chat"' }),
  "/popup": () => pageWith(keys.popup, { body: text }),
  "/arabic": () => pageWith(keys.arabic, { body: text }),
  "/closed": () => pageWith(keys.closed, { body: text }),
};
const sites = await websites(setting("URL"), (url) => PAGES[url.pathname]?.());
const log = (page) => frame(page).locator(".log");
const hasText = (page, text) => log(page).getByText(text, { exact: true }).waitFor();

async function floating(page) {
  await page.goto("https://shop.test/");
  await told(page, "ready");
  await picture(page, "floating-closed");
  await isAccessible(page, "the closed widget");
  const clicked = Date.now();
  await open(page);
  console.log(`click to composer: ${Date.now() - clicked} ms`);
  await frame(page).locator("textarea:focus").waitFor();
  await picture(page, "floating-empty");

  await say(page, "Do you have *oak* tables?");
  await log(page).locator(".own .sent, .own .delivered, .own .read").waitFor();
  const conversation = await team.conversationWith("Do you have *oak* tables?");
  expect("its source", conversation.source, "website");
  await team.answer(conversation, "We do! See https://shop.test/tables, and mind the _small_ one.");
  await log(page).locator(".theirs").waitFor();
  await team.ask("POST", `/conversations/${conversation.id}/read`);
  await log(page).locator(".own .read").waitFor();
  expect("a link", await log(page).locator(".theirs a").getAttribute("href"), "https://shop.test/tables");
  expect("bold text", await log(page).locator(".own strong").textContent(), "oak");
  await isAccessible(page, "the open widget");
  await picture(page, "floating-answered");
  return conversation;
}

/// It goes on over pages, reloads and tabs.
async function goesOn(page, context, conversation) {
  await page.goto("https://shop.test/next");
  await hasText(page, "We do! See https://shop.test/tables, and mind the small one.");
  expect("the messages after a change of page", (await seen(page)).length, 2);

  await close(page);
  await page.locator("button.l:focus").waitFor();
  await team.answer(conversation, "Are you still there?");
  await page.waitForFunction(() => document.title === "(1) Shop");
  expect("the launcher's name", await launcher(page).getAttribute("aria-label"), "Open chat, 1 unread");
  await picture(page, "floating-unread");

  await page.reload();
  await page.waitForFunction(() => document.title === "(1) Shop");
  const other = await context.newPage();
  await listenToWidget(other);
  await other.goto("https://shop.test/");
  await other.waitForFunction(() => document.title === "(1) Shop");
  await open(other);
  await hasText(other, "Are you still there?");
  await other.waitForFunction(() => document.title === "Shop");
  await page.waitForFunction(() => document.title === "Shop");
  await say(other, "Yes, in another tab");
  await open(page);
  await hasText(page, "Yes, in another tab");
  await other.close();
}

/// The team sees where the visitor is while the visitor consents to it, and never a query.
async function consents(page, { id }) {
  const where = async () => (await team.ask("GET", `/conversations/${id}`)).context?.page?.url ?? null;
  const isSeen = (expected) => until(`where the team sees the visitor, who is at ${expected}`, where, (it) => it === expected);
  expect("where the visitor is said to be unasked", await where(), null);
  await page.evaluate(() => window.ChatWidget("consent", true));
  await isSeen("https://shop.test/next");
  await page.evaluate(() => history.pushState({}, "", "/next/lamps?basket=secret#x"));
  await isSeen("https://shop.test/next/lamps");
  await page.evaluate(() => window.ChatWidget("consent", false));
  await isSeen(null);
}

async function embedded(page) {
  await page.goto("https://shop.test/embedded");
  const form = frame(page).locator("form.prechat");
  await form.waitFor();
  expect("whether an embedded widget has a launcher", await launcher(page).count(), 0);
  await form.getByRole("button").click();
  await form.getByText("Please fill this in.").waitFor();
  await isAccessible(page, "the form");
  await picture(page, "embedded-form");
  await form.getByLabel("Your name").fill("Ann");
  await form.getByLabel("E-mail").fill("ann@home.test");
  await form.getByLabel("Topic").selectOption({ label: "A repair" });
  await form.getByRole("button").click();
  await say(page, "One leg is loose");
  const conversation = await team.conversationWith("One leg is loose");
  const customer = await team.ask("GET", `/customers/${conversation.customerId}`);
  expect("what the team knows of its name", customer.name, "Ann");
  await team.answer(conversation, "Bring it in, please");
  await hasText(page, "Bring it in, please");
  await isAccessible(page, "the embedded widget");
  await picture(page, "embedded-answered");
}

async function popup(page) {
  await page.goto("https://shop.test/popup");
  const teaser = page.locator(".t");
  await teaser.waitFor();
  expect("where the focus is when it pops up", await page.evaluate(() => document.activeElement === document.body), true);
  await isAccessible(page, "the teaser");
  await picture(page, "popup-teaser");
  await teaser.getByRole("button", { name: "May we help?" }).click();
  await frame(page).locator("textarea").waitFor();
  await say(page, "You may");
  const conversation = await team.conversationWith("You may");
  await team.answer(conversation, "How?");
  await hasText(page, "How?");
  await page.goto("https://shop.test/popup");
  await hasText(page, "How?");
  expect("whether it pops up again", await teaser.count(), 0);
  await picture(page, "popup-answered");
}

async function otherLanguages(page) {
  await page.goto("https://shop.test/arabic");
  await open(page);
  expect("its direction", await frame(page).locator("html").getAttribute("dir"), "rtl");
  await say(page, "مرحبا، هل لديكم طاولات؟");
  const conversation = await team.conversationWith("مرحبا، هل لديكم طاولات؟");
  await team.answer(conversation, "نعم، لدينا.");
  await hasText(page, "نعم، لدينا.");
  await isAccessible(page, "the widget in Arabic");
  await picture(page, "arabic");
  await page.goto("https://shop.test/closed");
  await open(page);
  await frame(page).locator(".away", { hasText: "We are back" }).waitFor();
  await picture(page, "outside-of-hours");
  // The page's own switch of languages.
  await page.evaluate(() => window.ChatWidget.locale("ar"));
  await frame(page).locator("html[dir=rtl][lang=ar]").getByPlaceholder("اكتب رسالة").waitFor();
  await page.evaluate(() => window.ChatWidget.locale("de"));
  await frame(page).locator("html[dir=ltr][lang=de]").getByPlaceholder("Nachricht schreiben").waitFor();
}

async function dark(page) {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("https://shop.test/next");
  await hasText(page, "Are you still there?");
  expect("the scheme", await frame(page).locator("html").evaluate((html) => getComputedStyle(html).colorScheme), "dark");
  await isAccessible(page, "the dark widget");
  await picture(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
}

/// On a phone the chat is the whole screen, and nothing behind it can be reached.
async function phoneAndTablet(page) {
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.goto("https://shop.test/next");
  await hasText(page, "Are you still there?");
  await picture(page, "tablet");
  await page.setViewportSize({ width: 360, height: 700 });
  await page.locator("dialog:modal").waitFor();
  const box = await page.locator("dialog").boundingBox();
  const width = await page.evaluate(() => document.documentElement.clientWidth);
  expect("the box on a phone", JSON.stringify(box), JSON.stringify({ x: 0, y: 0, width, height: 700 }));
  const inside = await frameOf(page);
  expect("whether it scrolls sideways", await inside.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  await isAccessible(page, "the widget on a phone");
  await picture(page, "phone");
  await close(page);
  await picture(page, "phone-closed");
  await page.setViewportSize({ width: 320, height: 480 });
  await open(page);
  await picture(page, "phone-small");
  await page.setViewportSize({ width: 1280, height: 800 });
}

/// Everything can be done without a mouse. The visitor left the chat open, so that the next page opens it too.
async function byKeyboard(page) {
  await page.goto("https://shop.test/");
  await told(page, "open");
  const name = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label"));
  await frame(page).locator("textarea").focus();
  await page.keyboard.press("Escape");
  await told(page, "close");
  await page.evaluate(() => document.activeElement?.blur());
  for (let count = 0; count < 20 && !(await name())?.startsWith("Open chat"); count += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await frame(page).locator("textarea:focus").waitFor();
  await page.keyboard.type("Without a mouse");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("on two lines");
  await page.keyboard.press("Enter");
  await team.conversationWith("Without a mouse\non two lines");
  await page.keyboard.press("Tab");
  await frame(page).locator("button.desk:focus").waitFor();
  await page.keyboard.press("Enter");
  await frame(page).locator(".emoji button:focus").waitFor();
  await isAccessible(page, "the emoji");
  await picture(page, "emoji");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  expect("the draft", await frame(page).locator("textarea").inputValue(), "😃");
  await page.keyboard.press("Escape");
  await page.locator("dialog:not([open])").waitFor({ state: "attached" });
  expect("where the focus is", (await name())?.startsWith("Open chat"), true);
}

/// After a reset nobody can tell that somebody was here.
async function reset(page) {
  await page.evaluate(() => window.ChatWidget.open());
  const inside = await frameOf(page);
  await page.evaluate(() => window.ChatWidget.reset());
  const isOurs = (key) => Object.keys({ ...localStorage, ...sessionStorage }).filter((name) => name.includes(key)).length;
  await inside.waitForFunction((key) => !Object.keys(localStorage).some((name) => name.includes(key)), keys.floating);
  expect("what a reset leaves on the page", await page.evaluate(isOurs, keys.floating), 0);
  await open(page);
  await log(page).locator(".hint").waitFor();
  expect("what is seen after a reset", (await seen(page)).length, 0);
}

try {
  await scenario(async (page, context) => {
    await listenToWidget(page);
    const conversation = await floating(page);
    await goesOn(page, context, conversation);
    await consents(page, conversation);
    await embedded(page);
    await popup(page);
    await otherLanguages(page);
    await dark(page);
    await phoneAndTablet(page);
    await byKeyboard(page);
    await reset(page);
  }, { ...sites.asPeopleHaveIt(), viewport: { width: 1280, height: 800 } });
} finally {
  sites.close();
}
