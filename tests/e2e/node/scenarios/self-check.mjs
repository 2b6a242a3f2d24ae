// Shows that Chromium starts, runs a page's script and hands back what it finds.

import { scenario, setting } from "./lib/browser.mjs";

await scenario(async (page) => {
  await page.setContent("<p id=said></p><script>window.say = (t) => { said.textContent = t.toUpperCase(); }</script>");
  await page.evaluate((text) => window.say(text), setting("TEXT"));
  const said = await page.locator("#said").textContent();
  const expected = process.env.EXPECTED ?? said;
  if (said !== expected) throw new Error(`expected the page to say ${expected}, not ${said}`);
  console.log(`the page says ${said}`);
});
