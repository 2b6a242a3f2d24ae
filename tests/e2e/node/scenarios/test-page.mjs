// The test page against a running server: an agent sees a customer write, answers and watches the
// ticks.
//
// URL, TOKEN      the server and a token of an agent
// FIRST_WRITES    what to request so that a customer writes the text TEXT, as JSON {url, method, body}
// VISITOR_TEXT    what a visitor of a website has written before
// NEXT_FAILS      what to request so that the next delivery fails for good; left out: not checked
// CUSTOMER_READS  what to request so that the customer reads what it got; left out: not checked
// SCREENSHOTS     a folder for pictures; left out: none are taken

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, scenario, setting } from "./lib/browser.mjs";
import { file, picture as png } from "./lib/files.mjs";

const url = setting("URL");
const token = setting("TOKEN");
const text = setting("TEXT");

async function play(what) {
  const { url: target, method = "POST", body } = JSON.parse(what);
  const response = await fetch(target, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${target} answered ${response.status}: ${await response.text()}`);
}

async function picture(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function refuseBadToken(page) {
  await page.goto(`${url}/test-client.html#token=not-a-token`);
  await page.locator('#state[data-state="refused"]').waitFor();
  await page.locator("#problem", { hasText: "refused" }).waitFor();
}

async function signIn(page) {
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.locator("#state", { hasText: "connected · websocket" }).waitFor();
  await page.locator(".room", { hasText: "whatsapp:general" }).waitFor();
  expect("the address", page.url(), `${url}/test-client.html`);
}

async function readAndAnswer(page) {
  await play(setting("FIRST_WRITES"));
  const row = page.locator(".conversation", { hasText: text });
  await row.waitFor();
  await row.click();
  const bubble = page.locator(".bubble.in", { hasText: text });
  await bubble.waitFor();
  expect("the text, taken as text", await bubble.locator(".text").textContent(), text);

  await page.getByLabel("Reply").fill("On its way");
  await page.getByLabel("Reply").press("Enter");
  const reply = page.locator(".bubble.out", { hasText: "On its way" });
  await reply.locator('.tick[data-status="delivered"], .tick[data-status="read"]').waitFor();
  expect("the bubbles of one reply", await reply.count(), 1);
  if (process.env.CUSTOMER_READS) {
    await play(process.env.CUSTOMER_READS);
    await reply.locator('.tick[data-status="read"]').waitFor();
  }
}

async function failAndTryAgain(page) {
  if (!process.env.NEXT_FAILS) return;
  await play(process.env.NEXT_FAILS);
  await page.getByLabel("Reply").fill("It is at the door");
  await page.getByRole("button", { name: "Send" }).click();
  const reply = page.locator(".bubble.out", { hasText: "It is at the door" });
  await reply.locator('.tick[data-status="failed"]').waitFor();
  await picture(page, "failed");
  await reply.getByRole("button", { name: "Try again" }).click();
  await reply.locator('.tick[data-status="delivered"], .tick[data-status="read"]').waitFor();
  expect("the bubbles of a reply tried twice", await reply.count(), 1);
}

async function attach(page, chosen) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach" }).click();
  await (await chooser).setFiles(chosen);
  await page.locator("#reply-note", { hasText: `to be sent: ${chosen.name}` }).waitFor();
  await page.getByRole("button", { name: "Send" }).click();
}

async function sendAPicture(page) {
  await page.locator(".conversation", { hasText: "visitor" }).click();
  await page.locator(".bubble.in", { hasText: setting("VISITOR_TEXT") }).waitFor();
  // Whatever the page asks for before the message has its tick is answered after it: a file has another address by then.
  let tell;
  const sent = new Promise((resolve) => {
    tell = resolve;
  });
  const answers = [];
  await page.route("**/files/**", async (route) => {
    await sent;
    await route.continue();
  });
  page.on("response", (response) => {
    if (response.url().includes("/files/")) answers.push(response.status());
  });
  await attach(page, file("chair.png", "image/png", png(640, 480)));
  const bubble = page.locator(".bubble.out", { has: page.locator('.tick[data-status="delivered"]') });
  const image = bubble.getByAltText("chair.png");
  await image.waitFor({ state: "attached" });
  tell();
  await image.evaluate((shown) => shown.decode());
  expect("what the page got for the picture", [...new Set(answers)].join(), "200");
  await page.unroute("**/files/**");
}

async function sendAFile(page) {
  await attach(page, file("offer.txt", "text/plain", Buffer.from("Ten percent off.")));
  // What WhatsApp's own event tells of a message with a file is what it consists of.
  const reply = page.locator(".bubble.out", { hasText: "document" });
  await reply.locator('.tick[data-status="delivered"], .tick[data-status="read"]').waitFor();
}

async function readTheLog(page) {
  await page.getByLabel("Filter events").fill("whatsappMessageStatus");
  const entry = page.locator("#log li", { hasText: "whatsappMessageStatus" }).first();
  await entry.locator("summary").click();
  const details = entry.locator("pre", { hasText: "conversationId" });
  await details.waitFor();
  const [{ customerId }] = JSON.parse(await details.textContent());
  const names = await page.locator("#log li b").allTextContents();
  expect("what the filter lets through", names.every((name) => name === "whatsappMessageStatus"), true);
  await page.getByLabel("Filter events").fill("");
  return customerId;
}

async function joinAndLeave(page, customerId) {
  const room = page.locator(".room", { hasText: customerId });
  await page.getByLabel("Customer id").fill(customerId);
  await page.getByLabel("Customer id").press("Enter");
  await room.waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  const shown = await page.locator("#log li").count();
  await picture(page, "rooms");
  await room.getByRole("button", { name: "Leave" }).click();
  await room.waitFor({ state: "detached" });
  expect("the events shown while paused", await page.locator("#log li").count(), shown);
  await page.getByRole("button", { name: "Resume" }).click();
  await page.locator("#log li", { hasText: "whatsappCustomerLeft" }).waitFor();
}

async function leaveTheGeneralRoomAndComeBack(page) {
  const room = page.locator(".room", { hasText: "whatsapp:general" });
  const join = page.getByRole("button", { name: "Join the general room" });
  expect("the offer to join a room that is joined", await join.isEnabled(), false);
  await room.getByRole("button", { name: "Leave" }).click();
  await room.waitFor({ state: "detached" });
  await page.locator("#log li", { hasText: "whatsappGeneralLeft" }).waitFor();
  await join.click();
  await room.waitFor();
}

async function keepItAcrossAReload(page) {
  await page.reload();
  await page.locator("#state", { hasText: "connected" }).waitFor();
  // The other one is the visitor's.
  await page.locator(".conversation", { hasNotText: "visitor" }).click();
  await page.locator(".bubble.in", { hasText: text }).waitFor();
  await page.locator(".bubble.out", { hasText: "On its way" }).waitFor();
  expect("the bubbles after a reload", await page.locator(".bubble.out", { hasText: "On its way" }).count(), 1);
}

async function fitAPhone(page) {
  await page.setViewportSize({ width: 360, height: 700 });
  const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
  for (const pane of ["Conversations", "Messages", "Events"]) {
    await page.getByRole("button", { name: pane, exact: true }).click();
    expect(`${pane} at 360 pixels scrolls sideways`, await page.evaluate(isTooWide), false);
    await picture(page, `phone-${pane.toLowerCase()}`);
  }
}

// A refused client ends its session, whereupon a request of it that is under way fails.
let isRefused = true;
const options = { allow: () => isRefused, viewport: { width: 1360, height: 820 } };
await scenario(async (page) => {
  await refuseBadToken(page);
  await signIn(page);
  isRefused = false;
  await readAndAnswer(page);
  await failAndTryAgain(page);
  await sendAFile(page);
  const customerId = await readTheLog(page);
  await sendAPicture(page);
  await joinAndLeave(page, customerId);
  await leaveTheGeneralRoomAndComeBack(page);
  await picture(page, "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await keepItAcrossAReload(page);
  await fitAPhone(page);
}, options);
