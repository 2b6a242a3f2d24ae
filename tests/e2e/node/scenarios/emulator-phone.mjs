// A customer's phone, played in the emulator's page; the business is this program: it hears the webhooks and sends by the Graph API.
//
// URL          the emulator
// SCREENSHOTS  a folder for pictures; left out: none are taken

import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { expect, scenario, setting } from "./lib/browser.mjs";
import { isAccessible, picture, until } from "./lib/widget.mjs";

const url = setting("URL");
const APP = { appId: "1200000000000001", appSecret: "emulated-app-secret", accessToken: "emulated-access-token", phoneNumberId: "106540352242922" };
const ADA = "16505550101";
/// One red point.
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==", "base64");

/// The business: a receiver of webhooks that keeps every message and status it hears of.
async function business() {
  const heard = [];
  const server = createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces);
      const signature = `sha256=${createHmac("sha256", APP.appSecret).update(body).digest("hex")}`;
      if (request.headers["x-hub-signature-256"] === signature) {
        const changes = JSON.parse(body).entry.flatMap((entry) => entry.changes);
        heard.push(...changes.flatMap(({ field, value }) => [...(value.messages ?? []), ...(value.statuses ?? []), ...(value.user_preferences ?? [])].map((item) => ({ field, ...item }))));
      }
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  await emulate("accounts", { ...APP, callback: { url: `http://127.0.0.1:${server.address().port}/`, verifyToken: "verify" } });
  return {
    heard: (what, isIt) => until(`the business hears of ${what}`, () => heard.find(isIt), Boolean),
    hasHeard: (isIt) => heard.some(isIt),
    send: (body) => ask(`v26.0/${APP.phoneNumberId}/messages`, { messaging_product: "whatsapp", ...body }),
    say: (body) => ask(`v26.0/${APP.phoneNumberId}/messages`, { messaging_product: "whatsapp", to: ADA, type: "text", text: { body } }),
    close: () => server.close(),
  };
}

async function ask(path, body) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${APP.accessToken}` };
  const response = await fetch(`${url}/${path}`, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

const emulate = (what, body) => ask(`_emu/${what}`, body);
const bubbleOf = (page, text) => page.locator(".message", { hasText: text });

async function getAPhone(page) {
  await page.goto(url);
  await page.getByRole("heading", { name: "This phone is nobody's" }).waitFor();
  await isAccessible(page, "a phone without an owner");
  await page.getByRole("button", { name: "New", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ada Lindqvist");
  await page.getByLabel("Phone number", { exact: false }).first().fill("not a number");
  await page.getByRole("button", { name: "Give a phone" }).click();
  await page.getByRole("alert").getByText("is not a phone number").waitFor();
  await isAccessible(page, "a form with a mistake");
  await page.getByLabel("Phone number", { exact: false }).first().fill(`+${ADA}`);
  await page.getByRole("button", { name: "Give a phone" }).click();
  await page.getByRole("heading", { name: "Ada Lindqvist's phone" }).waitFor();
}

async function chat(page, shop) {
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Is the *blue* one <b>left</b>?");
  await page.keyboard.press("Enter");
  const question = bubbleOf(page, "Is the blue one <b>left</b>?");
  await question.locator(".ticks.delivered").waitFor();
  expect("what is bold", await question.locator("strong").textContent(), "blue");
  const asked = await shop.heard("the question", ({ text }) => text?.body === "Is the *blue* one <b>left</b>?");
  expect("who asks", asked.from, ADA);

  await shop.send({ status: "read", message_id: asked.id, typing_indicator: { type: "text" } });
  await question.locator(".ticks.read").waitFor();
  await page.locator(".chat-sub", { hasText: "typing…" }).waitFor();
  await shop.say("Two of them");
  await bubbleOf(page, "Two of them").waitFor();
  await page.locator(".chat-sub", { hasText: "555" }).waitFor();
  await shop.heard("the reading of the answer", ({ status }) => status === "read");
  return asked.id;
}

async function doThingsWithMessages(page, shop, question) {
  await bubbleOf(page, "Two of them").hover();
  await page.getByRole("button", { name: "What to do with: Two of them" }).click();
  await isAccessible(page, "the menu of a message");
  await page.getByRole("menuitem", { name: "React with 👍" }).click();
  await shop.heard("the reaction", ({ reaction }) => reaction?.emoji === "👍");
  await bubbleOf(page, "Two of them").getByRole("button", { name: "Take back your 👍" }).waitFor();

  await page.getByRole("button", { name: "What to do with: Is the" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit" }).press("Enter");
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Is the green one left?");
  await page.keyboard.press("Enter");
  await bubbleOf(page, "Is the green one left?").getByText("edited").waitFor();
  await shop.heard("the edit", ({ edit }) => edit?.original_message_id === question && edit.message.text.body === "Is the green one left?");

  const buttons = ["Today", "Tomorrow"].map((title) => ({ type: "reply", reply: { id: title.toLowerCase(), title } }));
  await shop.send({ to: ADA, type: "interactive", interactive: { type: "button", body: { text: "When do you come?" }, action: { buttons } } });
  await page.getByRole("button", { name: "Tomorrow" }).click();
  await shop.heard("the button", ({ interactive }) => interactive?.button_reply?.id === "tomorrow");
  await page.locator(".own .quote", { hasText: "When do you come?" }).waitFor();

  const rows = [{ id: "9", title: "At nine" }, { id: "15", title: "At three", description: "With coffee" }];
  await shop.send({ to: ADA, type: "interactive", interactive: { type: "list", body: { text: "At what time?" }, action: { button: "Times", sections: [{ rows }] } } });
  await page.getByRole("button", { name: "Times" }).click();
  await isAccessible(page, "a list to choose from");
  await page.getByRole("button", { name: "At three" }).click();
  await shop.heard("the row", ({ interactive }) => interactive?.list_reply?.id === "15");
}

async function sendThings(page, shop) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach" }).click();
  await page.getByRole("menuitem", { name: "Photo, video or document" }).click();
  await (await chooser).setFiles({ name: "room.png", mimeType: "image/png", buffer: PICTURE });
  await page.getByLabel("Caption").fill("My room");
  await page.getByRole("button", { name: "Send", exact: true }).last().click();
  const shown = bubbleOf(page, "My room").locator("img");
  await shown.waitFor();
  await until("the picture is drawn", () => shown.evaluate((image) => image.naturalWidth), (width) => width === 1);
  const sent = await shop.heard("the picture", ({ image }) => image?.caption === "My room");
  const { url: from } = await ask(`v26.0/${sent.image.id}`);
  const file = await fetch(from, { headers: { authorization: `Bearer ${APP.accessToken}` } });
  expect("the file at the business", Buffer.compare(Buffer.from(await file.arrayBuffer()), PICTURE), 0);

  await page.getByRole("button", { name: "Attach" }).click();
  await page.getByRole("menuitem", { name: "Location" }).click();
  await page.getByRole("button", { name: "Ueno Park" }).click();
  await isAccessible(page, "the form of a location");
  await page.getByRole("button", { name: "Send", exact: true }).last().click();
  await shop.heard("the place", ({ location }) => location?.name === "Ueno Park");
  await bubbleOf(page, "Ueno Park").waitFor();
}

async function goOffline(page, shop) {
  await page.getByRole("switch", { name: "Online" }).uncheck();
  await page.locator(".device-network", { hasText: "Offline" }).waitFor();
  await shop.say("Are you there?");
  await page.getByText("1 message waits for this phone to be online.").waitFor();
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Written in a tunnel");
  await page.keyboard.press("Enter");
  await bubbleOf(page, "Written in a tunnel").locator(".ticks.waiting").waitFor();
  const { messages } = await emulate(`messages?user=${ADA}&direction=outbound`);
  expect("how far the answer has come", messages.at(-1).status, "sent");
  expect("what came to the phone", await bubbleOf(page, "Are you there?").count(), 0);
  expect("what came from the phone", shop.hasHeard(({ text }) => text?.body === "Written in a tunnel"), false);
  await picture(page, "emulator-offline");

  await page.getByRole("switch", { name: "Online" }).check();
  await bubbleOf(page, "Are you there?").waitFor();
  await shop.heard("what was written offline", ({ text }) => text?.body === "Written in a tunnel");
  await bubbleOf(page, "Written in a tunnel").locator(".ticks.delivered").waitFor();
  await page.getByRole("switch", { name: "No marketing" }).check();
  await shop.heard("the opt-out", ({ field, value }) => field === "user_preferences" && value === "stop");
}

async function develop(page) {
  for (const tab of ["Requests", "Trouble", "Clock"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tabpanel", { name: tab }).waitFor();
    await isAccessible(page, `the tab ${tab}`);
  }
  await page.getByRole("button", { name: "+ 24 hours" }).click();
  await page.getByText("The 24 hours are over").waitFor();
  await page.getByRole("tab", { name: "Clock" }).press("ArrowRight");
  await page.locator(".events .pill", { hasText: "delivered" }).first().waitFor();
}

async function inEveryLook(page) {
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [[1440, 900], [768, 1024], [360, 740]]) {
      await page.setViewportSize({ width, height });
      const name = `${colorScheme}-${width}`;
      const panes = width > 1_000 ? ["Phone"] : width > 700 ? ["Phone", "Developer"] : ["People", "Phone", "Developer"];
      for (const pane of panes) {
        if (width < 1_000) await page.getByRole("group", { name: "What is shown" }).getByRole("button", { name: pane }).click();
        const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight, innerWidth, innerHeight]);
        expect(`what sticks out of ${pane} at ${name}`, sizes[0] <= sizes[2] && sizes[1] <= sizes[3], true);
        await isAccessible(page, `${pane} at ${name}`);
        await picture(page, `emulator-${name}-${pane.toLowerCase()}`);
      }
    }
  }
}

await scenario(
  async (page) => {
    const shop = await business();
    try {
      await getAPhone(page);
      const question = await chat(page, shop);
      await doThingsWithMessages(page, shop, question);
      await sendThings(page, shop);
      await goOffline(page, shop);
      await develop(page);
      await inEveryLook(page);
    } finally {
      shop.close();
    }
  },
  // A phone number that is none is refused.
  { viewport: { width: 1440, height: 900 }, locale: "en-US", allow: (said) => said.includes("status of 400") },
);
