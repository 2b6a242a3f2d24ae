// What a widget costs a page while nobody uses it: almost nothing.
//
// URL, KEY   the server, and the key of a floating widget that may be on shop.test

import { expect, scenario, setting } from "./lib/browser.mjs";
import { listenToWidget, open, told } from "./lib/widget.mjs";
import { CHAT, pageWith, websites } from "./lib/websites.mjs";

const paragraphs = "<p>Nothing moves here.</p>".repeat(60);
const sites = await websites(setting("URL"), () => pageWith(setting("KEY"), { body: paragraphs }));
const isNotFound = (text) => text.includes("status of 404");

/// Notes from the beginning what moves and what holds the page up.
async function watch(page) {
  await page.addInitScript(() => {
    window.watched = { shift: 0, long: [] };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.watched.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.watched.long.push(entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
}

/// Whatever the widget might still be up to, it would be by the next time that the browser is idle.
async function quiet(page) {
  await told(page, "ready");
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestAnimationFrame(() => resolve()))));
}

/// Nothing of the widget holds the page up for more than 50 ms. On a machine that is busy with something else anything may, now and then.
async function holdsNothingUp(page) {
  const long = () => page.evaluate(() => window.watched.long);
  for (let tries = 1; (await long()).length > 0; tries += 1) {
    if (tries === 5) throw new Error(`at each of ${tries} loads something holds the page up, the last time for ${await long()} ms`);
    await page.reload();
    await quiet(page);
  }
}

async function stored(page, context) {
  const own = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  return JSON.stringify({ ...own, cookies: await context.cookies() });
}
const NOTHING = JSON.stringify({ local: {}, session: {}, databases: 0, caches: 0, workers: 0, cookies: [] });

try {
  await scenario(async (page, context) => {
    const requests = [];
    const bytes = [];
    let sockets = 0;
    page.on("request", (request) => request.url().startsWith(CHAT) && requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    page.on("websocket", () => (sockets += 1));
    page.on("requestfinished", async (request) => {
      if (request.url().startsWith(CHAT)) bytes.push(request.sizes());
    });
    await listenToWidget(page);
    await watch(page);
    await page.goto("https://shop.test/");
    await quiet(page);
    expect("the requests of a closed widget", requests.join(", "), `GET /w.js, POST /w/${setting("KEY")}/boot`);
    expect("its sockets", sockets, 0);
    expect("its frames", await page.locator("iframe").count(), 0);
    expect("what it keeps", await stored(page, context), NOTHING);
    const { shift } = await page.evaluate(() => window.watched);
    expect("how much moves", shift, 0);
    const sizes = await Promise.all(bytes);
    const size = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    console.log(`closed: ${requests.length} requests, ${size} bytes of bodies, sockets 0, frames 0, kept nothing, CLS ${shift}, long tasks 0`);
    if (size > 3.5 * 1024) throw new Error(`a closed widget loads ${size} bytes`);
    await holdsNothingUp(page);

    await open(page);
    const frame = page.frames().find((it) => it.url().startsWith(CHAT));
    const inside = await frame.evaluate(() => ({ local: Object.keys(localStorage), session: Object.keys(sessionStorage) }));
    expect("what the frame keeps before anything is sent", JSON.stringify(inside), JSON.stringify({ local: [], session: [] }));
    expect("the cookies of an open chat", (await context.cookies()).length, 0);
    const kept = await page.evaluate(() => ({ local: Object.keys(localStorage), session: Object.keys(sessionStorage).length }));
    expect("what the page keeps of a chat that the visitor has opened", JSON.stringify(kept), JSON.stringify({ local: [], session: 1 }));
    expect("how much moves when it opens", await page.evaluate(() => window.watched.shift), 0);
  }, { ...sites.asPeopleHaveIt(), allow: isNotFound });
} finally {
  sites.close();
}
