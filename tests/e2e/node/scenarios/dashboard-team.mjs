// Two agents and a customer on each channel, from the first message to the close: one of them reloads, loses the network, and the server
// is killed in the middle.
//
// URL, TOKEN  the server and a token of the owner's
// AGENTS      what the two sign in with, as JSON [{name, email, password}, …]
// KEY         the key of a floating widget that may be on shop.test
// EMULATOR    the emulated WhatsApp; NUMBER: the shop's number there; CUSTOMER: the phone of who writes to it
// CONTROL     where to order: POST /kill, POST /start

import { expect, scenario, setting } from "./lib/browser.mjs";
import { frame, isAccessible, open, picture, say, until } from "./lib/widget.mjs";
import { CHAT, pageWith, websites } from "./lib/websites.mjs";

const [ann, bea] = JSON.parse(setting("AGENTS"));
const customer = setting("CUSTOMER");
const sites = await websites(setting("URL"), () => pageWith(setting("KEY")));

async function post(url, body) {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
const order = (what) => post(`${setting("CONTROL")}/${what}`);
const writes = (text) => post(`${setting("EMULATOR")}/_emu/inbound`, { user: customer, phoneNumberId: setting("NUMBER"), text });

const row = (page, text) => page.locator("[data-conversation]", { hasText: text });
const bubble = (page, text) => page.locator(".bubble", { hasText: text });
const composer = (page) => page.locator("textarea.composer-text");

async function signIn(page, { email, password }) {
  await page.goto(`${CHAT}/app/`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await page.locator(".rail").waitFor();
}

/// What an agent says has left the page when the server has it.
async function answer(page, text) {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}
const isTaken = (page, text) => page.locator(".ours .bubble", { hasText: text }).locator('[data-status="sent"], [data-status="delivered"], [data-status="read"]').waitFor({ timeout: 60_000 });

/// What waits to be sent as the browser keeps it, over a reload.
const kept = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("chat-outbox");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const asking = database.transaction("entries").objectStore("entries").getAll();
          asking.onerror = () => reject(asking.error);
          asking.onsuccess = () => resolve(asking.result.map(({ draft }) => draft.content));
          database.close();
        };
      }),
  );

/// A conversation comes in at both, and whoever opens it is seen by the other.
async function takeTurns(one, other) {
  await writes("Is the blue one in stock?");
  await row(one, "Is the blue one in stock?").click();
  await row(other, "Is the blue one in stock?").click();
  await bubble(other, "Is the blue one in stock?").waitFor();
  await other.locator(".colleague", { hasText: ann.name }).waitFor();
  await composer(one).pressSequentially("Let me");
  await other.locator(".colleague", { hasText: `${ann.name}` }).filter({ hasText: /typ|writ/i }).waitFor();
  await answer(one, "It is");
  await isTaken(one, "It is");
  await bubble(other, "It is").waitFor();
  await answer(other, "And in red, too");
  await bubble(one, "And in red, too").waitFor();
}

/// What is said while nobody can be reached waits, and goes out once.
async function loseNothing(page) {
  await page.reload();
  await bubble(page, "And in red, too").waitFor();

  await page.context().setOffline(true);
  await page.locator(".banner").waitFor();
  await answer(page, "Said without a network");
  await page.context().setOffline(false);
  await isTaken(page, "Said without a network");

  await order("kill");
  await page.locator(".banner").waitFor();
  await answer(page, "Said to nobody");
  // What could still be taken back is a draft; from then on it waits to be sent.
  await page.locator(".ours .bubble", { hasText: "Said to nobody" }).waitFor();
  await until("what is kept over the reload", () => kept(page), (texts) => texts.includes("Said to nobody"));
  const address = page.url();
  // There is nobody to load it from.
  await page.reload().catch(() => {});
  await order("start");
  await page.goto(address);
  await isTaken(page, "Said to nobody");
  await writes("Great, I take it");
  await bubble(page, "Great, I take it").waitFor({ timeout: 60_000 });
}

/// A visitor of the website is answered, too.
async function serveTheWebsite(page, visitor) {
  await visitor.goto("https://shop.test/");
  await open(visitor);
  await say(visitor, "Do you gift-wrap?");
  await row(page, "Do you gift-wrap?").click();
  await bubble(page, "Do you gift-wrap?").waitFor();
  await answer(page, "Of course");
  await frame(visitor).locator(".theirs", { hasText: "Of course" }).waitFor();
}

/// Closed by one, it goes away at the other; a customer who writes again brings it back.
async function close(one, other) {
  for (const text of ["Of course", "Great, I take it"]) {
    await row(one, text).click();
    await bubble(one, text).waitFor();
    await one.locator("body").press("Escape");
    await row(one, text).click();
    await one.locator(".thread-actions .close").click();
    await row(other, text).waitFor({ state: "detached" });
  }
  await writes("One more thing");
  await row(other, "One more thing").waitFor();
}

// Whoever is not signed in is told so, and while nobody answers every request is an error on the console.
const options = () => ({ ...sites.asPeopleHaveIt(), allow: () => true });
try {
  await scenario(async (one, context) => {
    await one.setViewportSize({ width: 1440, height: 900 });
    await signIn(one, ann);
    await scenario(async (other) => {
      await other.setViewportSize({ width: 1440, height: 900 });
      await signIn(other, bea);
      await takeTurns(one, other);
      await loseNothing(one);
      await serveTheWebsite(one, await context.newPage());
      await isAccessible(one, "the inbox with a conversation");
      await picture(one, "dashboard-team");
      await close(one, other);
    }, options());
    expect("whether the other browser was content", process.exitCode ?? 0, 0);
  }, options());
} finally {
  sites.close();
}
