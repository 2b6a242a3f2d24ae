// When a popup shows its few words: by each of its occasions, on its paths only, and not again to whom has sent it away.
//
// URL    the server
// KEYS   the keys of popups on shop.test by what makes them come, as JSON {exit, scroll, event, paths, often}

import { expect, scenario, setting } from "./lib/browser.mjs";
import { isAccessible, listenToWidget, told } from "./lib/widget.mjs";
import { CHAT, pageWith, websites } from "./lib/websites.mjs";

const keys = JSON.parse(setting("KEYS"));
const long = "<p>We make chairs, tables and lamps.</p>".repeat(200);
const sites = await websites(setting("URL"), ({ pathname }) => {
  const [, name] = pathname.split("/");
  return keys[name] && pageWith(keys[name], { body: long });
});
const teaser = (page) => page.locator(".t");

/// The panel brings the teaser: it is asked for only when that is to come.
async function visit(page, path) {
  let isComing = false;
  const look = (request) => (isComing ||= request.url() === `${CHAT}/w/panel.js`);
  page.on("request", look);
  await page.goto(`https://shop.test${path}`);
  await told(page, "ready");
  // Whatever is due at once was due before this.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  page.off("request", look);
  return isComing;
}

async function comes(page, what) {
  await teaser(page).waitFor();
  const focus = await page.evaluate(() => document.activeElement === document.body);
  expect(`whether the focus stays where it is when ${what}`, focus, true);
}

async function atTheExit(page) {
  expect("whether it comes by itself", await visit(page, "/exit"), false);
  await page.mouse.move(400, 300);
  await page.mouse.move(400, 200);
  expect("whether it comes while the pointer is on the page", await teaser(page).count(), 0);
  // Upwards, to where one closes the tab.
  await page.evaluate(() => document.documentElement.dispatchEvent(new MouseEvent("mouseout", { clientY: -1, relatedTarget: null, bubbles: true })));
  await comes(page, "the pointer leaves");
  await isAccessible(page, "the teaser");
}

async function farDown(page) {
  expect("whether it comes at the top", await visit(page, "/scroll"), false);
  const scroll = (part) => page.evaluate((part) => {
    const isDone = new Promise((resolve) => addEventListener("scroll", () => resolve(), { once: true }));
    scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * part);
    return isDone;
  }, part);
  await scroll(0.3);
  expect("whether it comes above its place", await teaser(page).count(), 0);
  await scroll(0.6);
  await comes(page, "somebody reads on");
}

async function onAnEventOfThePages(page) {
  expect("whether it comes by itself", await visit(page, "/event"), false);
  await page.evaluate(() => dispatchEvent(new Event("basket:emptied")));
  expect("whether another event brings it", await teaser(page).count(), 0);
  await page.evaluate(() => dispatchEvent(new Event("basket:full")));
  await comes(page, "the page says so");
}

async function onItsPathsOnly(page) {
  expect("whether it comes on another path", await visit(page, "/paths"), false);
  expect("whether it comes on its own", await visit(page, "/paths/sale/lamps"), true);
  await comes(page, "the path is its own");
}

/// Two times in an hour, and no more: until the hour is over, or until the visitor is forgotten.
async function notTooOften(page) {
  const dismiss = async () => {
    await teaser(page).getByRole("button", { name: "Dismiss" }).click();
    await teaser(page).waitFor({ state: "detached" });
  };
  for (const time of ["first", "second"]) {
    expect(`whether it comes for the ${time} time`, await visit(page, "/often"), true);
    await comes(page, "it is due");
    await dismiss();
  }
  expect("whether it comes to whom has sent it away twice", await visit(page, "/often"), false);
  await page.evaluate(() => {
    const name = Object.keys(localStorage).find((name) => name.endsWith(":teaser"));
    const anHourAgo = (time) => time - 3_600_000;
    localStorage[name] = localStorage[name].split(",").map(Number).map(anHourAgo).join();
  });
  expect("whether it comes an hour later", await visit(page, "/often"), true);
  await comes(page, "the hour is over");
  await dismiss();
  expect("whether it comes again within that hour", await visit(page, "/often"), true);
  await comes(page, "it is due once more");
  await dismiss();

  // The page signs its visitor out where nobody has opened anything.
  expect("whether it comes then", await visit(page, "/often"), false);
  await page.evaluate(() => window.ChatWidget.reset());
  await page.waitForFunction(() => Object.keys(localStorage).length === 0);
  expect("whether it comes to the next visitor", await visit(page, "/often"), true);
  await comes(page, "the visitor is another");
}

try {
  await scenario(async (page) => {
    await listenToWidget(page);
    await atTheExit(page);
    await farDown(page);
    await onAnEventOfThePages(page);
    await onItsPathsOnly(page);
    await notTooOften(page);
  }, sites.asPeopleHaveIt());
} finally {
  sites.close();
}
