// How browsers let a frame remember: as usual, with third-party cookies blocked, and not at all. The chat works in each; where it can
// remember, the visitor finds the conversation again.
//
// URL, KEY   the server, and the key of a floating widget that may be on shop.test and on other.test
// MODE       usual, blocked or none

import { expect, scenario, setting } from "./lib/browser.mjs";
import { frame, frameOf, launcher, listenToWidget, open, say, seen, told } from "./lib/widget.mjs";
import { CHAT, pageWith, websites } from "./lib/websites.mjs";

const mode = setting("MODE");
const sites = await websites(setting("URL"), () => pageWith(setting("KEY")));

const preferences = mode === "blocked" ? { profile: { block_third_party_cookies: true, cookie_controls_mode: 1 } } : {};
const browser = mode === "none" ? sites.options : sites.asPeopleHaveIt(preferences);

async function visit(page, address) {
  await page.goto(address);
  await told(page, "ready");
  if (!(await page.locator("dialog[open]").count())) await open(page);
  await frame(page).locator("textarea").waitFor();
}

try {
  await scenario(async (page) => {
    await listenToWidget(page);
    await visit(page, "https://shop.test/");
    const inside = await frameOf(page);
    const storage = () => inside.evaluate(() => {
      try {
        return Object.keys(localStorage).length > 0 ? "used" : "empty";
      } catch (error) {
        return error.name;
      }
    });
    const before = await storage();
    await say(page, "Remember me");
    await frame(page).locator(".own .sent, .own .delivered, .own .read").waitFor();
    const after = await storage();
    await page.reload();
    await told(page, "ready");
    await frame(page).locator("textarea").waitFor();
    await frame(page).locator(".log .own, .log .hint").first().waitFor();
    const found = await seen(page);

    console.log(`${mode}: the frame's storage is ${before}, then ${after}; after a reload ${found.length} messages are found`);
    expect("whether it is found again", found.length, mode === "none" ? 0 : 1);
    if (mode !== "none") {
      expect("the frame's storage", `${before}, ${after}`, "empty, used");
      // Another website has a storage of its own, although the frame is of the same origin.
      await page.goto("https://other.test/");
      await told(page, "ready");
      await launcher(page).click();
      await frame(page).locator(".log .hint").waitFor();
      expect("what another website's visitor finds", (await seen(page)).length, 0);
    } else {
      expect("the frame's storage", `${before}, ${after}`, "SecurityError, SecurityError");
    }
    expect("the cookies", JSON.stringify(await page.context().cookies([CHAT, "https://shop.test"])), "[]");
  }, browser);
} finally {
  sites.close();
}
