// Pages that trust nobody, and still have a chat: strict policies, Trusted Types, isolation from other origins; and a window that
// tries to talk to the frame.
//
// URL, KEY   the server, and the key of a floating widget that may be on shop.test

import { expect, scenario, setting } from "./lib/browser.mjs";
import { close, frame, frameOf, listenToWidget, open, say, told } from "./lib/widget.mjs";
import { CHAT, pageWith, websites } from "./lib/websites.mjs";

const KEY = setting("KEY");
const chatOnly = `default-src 'none'; script-src ${CHAT}; frame-src ${CHAT}; connect-src ${CHAT}; img-src data:`;
const HOSTS = {
  "/strict": { "content-security-policy": chatOnly },
  "/nonce": { "content-security-policy": `default-src 'none'; script-src 'nonce-abc'; frame-src ${CHAT}; connect-src ${CHAT}; style-src 'nonce-abc'; img-src data:` },
  "/dynamic": { "content-security-policy": `script-src 'nonce-abc' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-src ${CHAT}` },
  "/typed": { "content-security-policy": `${chatOnly}; require-trusted-types-for 'script'; trusted-types 'none'` },
  "/isolated": { "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" },
  "/credentialless": { "cross-origin-embedder-policy": "credentialless", "cross-origin-opener-policy": "same-origin" },
  "/plain": {},
};
const sites = await websites(setting("URL"), ({ pathname }) => {
  const headers = HOSTS[pathname];
  return headers && { html: pageWith(KEY, { attributes: 'nonce="abc"' }), headers };
});

async function strangers(page) {
  await page.goto("https://shop.test/plain");
  await open(page);
  const inside = await frameOf(page);
  await say(page, "Only me");
  // What is still on its way is drawn anew when the new visitor's conversation has come.
  await frame(page).locator(".own .sent, .own .delivered, .own .read").waitFor();
  await inside.evaluate(() => {
    window.hasCome = new Promise((resolve) => addEventListener("message", ({ data }) => data === "nonsense" && resolve()));
  });
  // A second handshake from the page, one from a page of another origin around nothing, and words that mean nothing.
  await page.evaluate((target) => {
    const window_ = document.querySelector("*:last-child") && [...document.querySelectorAll("*")].find((it) => it.shadowRoot)?.shadowRoot.querySelector("iframe").contentWindow;
    const { port1, port2 } = new MessageChannel();
    window.answers = [];
    port1.onmessage = ({ data }) => window.answers.push(data);
    window_.postMessage({ chat: 1, boot: "mine", isOpen: true, queue: [["send", "Not me"]] }, target, [port2]);
    window_.postMessage({ t: "order", order: ["send", "Nor me"] }, target);
    window_.postMessage("nonsense", target);
  }, CHAT);
  await inside.evaluate(() => window.hasCome);
  expect("what was said", JSON.stringify(await frame(page).locator(".bubble").allTextContents()), JSON.stringify(["Only me"]));
  expect("what a second handshake is answered", await page.evaluate(() => window.answers.length), 0);
}

try {
  await scenario(async (page) => {
    await listenToWidget(page);
    for (const path of Object.keys(HOSTS)) {
      await page.goto(`https://shop.test${path}`);
      await told(page, "ready");
      await open(page);
      await say(page, `Hello from ${path}`);
      await frame(page).locator(".own .sent, .own .delivered, .own .read").last().waitFor();
      if (path.includes("isolated")) expect("whether the page is isolated", await page.evaluate(() => crossOriginIsolated), true);
      const styled = await page.locator("button.l").evaluate((it) => getComputedStyle(it).position);
      expect(`whether it has its looks on ${path}`, styled, "fixed");
      // Else the next page opens it again.
      await close(page);
    }
    await page.evaluate(() => window.ChatWidget("reset"));
    await strangers(page);
  }, sites.options);
} finally {
  sites.close();
}
