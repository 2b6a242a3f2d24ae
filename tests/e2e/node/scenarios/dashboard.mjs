// The agents' dashboard against a running server: an agent signs in, a customer writes, the agent answers.
//
// URL             the server
// EMAIL, PASSWORD what the agent signs in with
// FIRST_WRITES    what to request so that a customer writes the text TEXT, as JSON {url, method, body}
// CUSTOMER_READS  what to request so that the customer reads what it got
// SCREENSHOTS     a folder for pictures; left out: none are taken

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, scenario, setting } from "./lib/browser.mjs";
import { isAccessible, until } from "./lib/widget.mjs";

const url = setting("URL");
const text = setting("TEXT");

async function play(what) {
  const { url: target, method = "POST", body } = JSON.parse(what);
  const headers = { "content-type": "application/json" };
  const response = await fetch(target, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${target} answered ${response.status}: ${await response.text()}`);
}

async function picture(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `dashboard-${name}.png`) });
}

/// In the light, in the dark, and from right to left.
async function inEveryLook(page, ready, what) {
  for (const [scheme, language] of [["light", "en"], ["dark", "en"], ["light", "ar"], ["light", "en"]]) {
    await page.evaluate(
      ([look, words]) => {
        localStorage.setItem("mantine-color-scheme-value", look);
        localStorage.setItem("chat.language", words);
      },
      [scheme, language],
    );
    await page.reload();
    await page.locator(ready).first().waitFor();
    expect("the direction", await page.evaluate(() => document.documentElement.dir), language === "ar" ? "rtl" : "ltr");
    await isAccessible(page, `${what}, ${scheme}, ${language}`);
    await picture(page, `${what}-${scheme}-${language}`);
  }
}

async function signIn(page) {
  await page.goto(url);
  expect("where the front door leads", page.url(), `${url}/app/`);
  await inEveryLook(page, ".sign-in-card form", "sign-in");
  await page.getByLabel("E-mail address").fill(setting("EMAIL"));
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("The e-mail address or the password is wrong.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(setting("PASSWORD"));
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await page.getByText("No open conversations").waitFor();
}

async function noSecretIsLeftLyingAbout(page, context) {
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect("what is stored", stored.includes("cs_"), false);
  expect("what scripts see of the cookie", await page.evaluate(() => document.cookie), "");
  const cookie = (await context.cookies()).find((it) => it.name === "chat_session");
  expect("the cookie", [cookie?.httpOnly, cookie?.sameSite].join(), "true,Lax");
}

async function answer(page) {
  await play(setting("FIRST_WRITES"));
  const row = page.locator("[data-conversation]", { hasText: text });
  await row.waitFor();
  await page.keyboard.press("j");
  await page.locator(".bubble", { hasText: text }).waitFor();
  expect("the text, taken as text", await page.locator(".theirs .text").textContent(), text);

  await page.keyboard.press("r");
  await page.keyboard.type("On its way");
  await page.keyboard.press("Enter");
  const reply = page.locator(".ours .bubble", { hasText: "On its way" });
  await reply.locator('[data-status="delivered"]').waitFor();
  await play(setting("CUSTOMER_READS"));
  await reply.locator('[data-status="read"]').waitFor();
  expect("the bubbles of one reply", await reply.count(), 1);
}

async function keepOrder(page) {
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.keyboard.type("Only we see this");
  await page.keyboard.press("Enter");
  await page.locator(".note .bubble", { hasText: "Only we see this" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("i");
  await page.locator(".events", { hasText: "assigned this to" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await page.locator(".list h1", { hasText: "Mine" }).waitFor();
  const row = page.locator("[data-conversation]", { hasText: "Only we see this" });
  await row.click();
  await inEveryLook(page, ".bubble", "inbox");
  await page.locator(".composer-text").fill("Begun and not sent");
  await page.getByText("Draft saved").waitFor();
  await page.reload();
  await page.waitForFunction(() => document.querySelector(".composer-text")?.value === "Begun and not sent");
}

async function onAPhone(page) {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator(".list").waitFor({ state: "detached" });
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await until("how much sticks out", beyond, (pixels) => pixels <= 0);
  await isAccessible(page, "a conversation on a phone");
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.locator("[data-conversation]").first().waitFor();
  await isAccessible(page, "the list on a phone");
  await picture(page, "phone");
}

async function closeAndLeave(page) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator("[data-conversation]").first().click();
  await page.locator(".bubble").first().waitFor();
  await page.keyboard.press("e");
  await page.getByText("Nothing is waiting for you").waitFor();
  await page.getByRole("button", { name: /^Your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.locator(".sign-in-card form").waitFor();
}

await scenario(
  async (page, context) => {
    await signIn(page);
    await noSecretIsLeftLyingAbout(page, context);
    await answer(page);
    await keepOrder(page);
    await onAPhone(page);
    await closeAndLeave(page);
  },
  // Whoever is not signed in is told so.
  { viewport: { width: 1280, height: 800 }, locale: "en-US", allow: (said) => said.includes("status of 401") },
);
