// Measures the agents' dashboard in Chromium while customers write, and prints what it found as one line of JSON.
//
// URL, EMAIL, PASSWORD  the server and what to sign in with
// THREAD                a conversation with many messages
// SECONDS               for how long customers write, each message ending in "at " and the time at which it was handed to the server in ms
//
// "go" on a line of its own says when they are to begin.

import { scenario, setting } from "../scenarios/lib/browser.mjs";

const url = setting("URL");
/// Frames that a list is scrolled through, and how far each.
const FRAMES = 600;
const STEP_PX = 180;

const percentile = (sorted, percent) => sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? null;
const spread = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return { count: sorted.length, p50: percentile(sorted, 50), p95: percentile(sorted, 95), p99: percentile(sorted, 99), max: sorted.at(-1) ?? null };
};

async function signIn(page) {
  await page.goto(`${url}/app/`);
  await page.getByLabel("E-mail address").fill(setting("EMAIL"));
  await page.getByLabel("Password", { exact: true }).fill(setting("PASSWORD"));
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await page.locator("[data-conversation]").first().waitFor();
}

/// The times between frames while something is scrolled through, in one direction.
function scroll(page, selector, step) {
  return page.evaluate(
    ([selector, step, frames]) =>
      new Promise((resolve) => {
        const box = document.querySelector(selector);
        const took = [];
        let last;
        const next = (now) => {
          if (last !== undefined) took.push(now - last);
          last = now;
          if (took.length >= frames) return resolve(took);
          box.scrollTop += step;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    [selector, step, FRAMES],
  );
}

/// Notes, in the page, how long after it was handed to the server each message is painted in the list.
const watchList = (page) =>
  page.evaluate(() => {
    window.took = [];
    const seen = new Set();
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll(".row-snippet")) {
        const [, at] = textContent.match(/at (\d{13})$/) ?? [];
        if (!at || seen.has(at)) continue;
        seen.add(at);
        // The frame that has it is on its way when the task after its animation callbacks runs.
        requestAnimationFrame(() => setTimeout(() => window.took.push(Date.now() - Number(at))));
      }
    }).observe(document.querySelector(".list-rows"), { subtree: true, childList: true, characterData: true });
  });

async function weigh(page, devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const of = (name) => metrics.find((it) => it.name === name)?.value ?? 0;
  return { heapMiB: of("JSHeapUsedSize") / 2 ** 20, nodes: of("Nodes"), listeners: of("JSEventListeners") };
}

await scenario(
  async (page, context) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Performance.enable");
    await signIn(page);
    const list = await scroll(page, ".list-rows", STEP_PX);
    await page.goto(`${url}/app/?c=${setting("THREAD")}`);
    await page.locator(".bubble").first().waitFor();
    const thread = await scroll(page, ".messages", -STEP_PX);
    await page.goto(`${url}/app/`);
    await page.locator("[data-conversation]").first().waitFor();
    await watchList(page);
    const before = await weigh(page, devtools);
    console.log("go");
    const quarters = [before];
    for (let quarter = 1; quarter <= 4; quarter += 1) {
      await new Promise((resolve) => setTimeout(resolve, (Number(setting("SECONDS")) * 1000) / 4));
      quarters.push(await weigh(page, devtools));
    }
    const took = await page.evaluate(() => window.took);
    console.log(JSON.stringify({ list: spread(list), thread: spread(thread), painted: spread(took), memory: quarters }));
  },
  { viewport: { width: 1440, height: 900 }, locale: "en-US", allow: (said) => said.includes("status of 401") },
);
