// How long it takes from the click on the launcher until one can write, on pages that a browser loads for the first time; as it is and
// with a processor that is four times slower.
//
// URL, KEY   the server, and the key of a floating widget that may be on shop.test
// LOADS      how often

import { expect, scenario, setting } from "./lib/browser.mjs";
import { frame, launcher, listenToWidget, told } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const sites = await websites(setting("URL"), () => pageWith(setting("KEY"), { body: "<p>Chairs, tables and lamps.</p>".repeat(30) }));

/// Notes in the page when it was clicked, and in the frame when there is something to write in.
const watch = (context) =>
  context.addInitScript(() => {
    const now = () => performance.timeOrigin + performance.now();
    addEventListener("click", () => (window.clickedAt = now()), true);
    new MutationObserver((_, observer) => {
      if (!document.querySelector("textarea")) return;
      window.usableAt = now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });

async function once(context, slowness) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.clearBrowserCache");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowness });
  await page.goto("https://shop.test/");
  await told(page, "ready");
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve())));
  await launcher(page).click();
  const field = frame(page).locator("textarea");
  await field.fill("Hello");
  expect("what is written", await field.inputValue(), "Hello");
  const inside = page.frames().find((part) => part.url().startsWith("https://chat.test/"));
  const took = (await inside.evaluate(() => window.usableAt)) - (await page.evaluate(() => window.clickedAt));
  await page.close();
  return took;
}

function told50And90(all) {
  const sorted = [...all].sort((one, other) => one - other);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(0);
  return `p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, of ${sorted.length} loads`;
}

try {
  const options = sites.asPeopleHaveIt();
  // Frames in the process of their page, so that what slows the page slows them.
  const args = (profile) => ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process", ...options.args(profile)];
  for (const [slowness, how] of [[1, options], [4, { ...options, args }]]) {
    await scenario(async (_, context) => {
      await listenToWidget(context);
      await watch(context);
      const all = [];
      for (let load = 0; load < Number(setting("LOADS")); load += 1) all.push(await once(context, slowness));
      console.log(`from the click until one can write, at 1/${slowness} of the processor: ${told50And90(all)}`);
    }, how);
  }
} finally {
  sites.close();
}
