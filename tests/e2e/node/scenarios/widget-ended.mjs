// What the owner of a widget does reaches the pages that show it: other words, another colour, and the end.
//
// URL, TOKEN   the server and a token of an agent
// WIDGET, KEY  the id and the key of a floating widget that may be on shop.test and on other.test

import { expect, scenario, setting } from "./lib/browser.mjs";
import { agent, frame, launcher, listenToWidget, open, say, told, until } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const team = agent(setting("URL"), setting("TOKEN"));
const path = `/widgets/${setting("WIDGET")}`;
const sites = await websites(setting("URL"), () => pageWith(setting("KEY")));
const isGone = (page) => frame(page).locator(".notice", { hasText: "not available on this page" }).waitFor();

/// A page that was open when it ended shows that, and the next one nothing at all.
async function isBlocked(page) {
  await isGone(page);
  expect("whether one can still write", await frame(page).locator("textarea").count(), 0);
  await page.reload();
  await told(page, "blocked");
  expect("what is drawn", await page.locator("button.l, dialog, iframe").count(), 0);
}

try {
  // What a page may not have any more is an error on its console.
  await scenario(async (page, context) => {
    await listenToWidget(context);
    await page.goto("https://shop.test/");
    await open(page);
    await say(page, "Before the end");
    const other = await context.newPage();
    await other.goto("https://other.test/");
    await open(other);

    const messages = { en: { title: "Another title" } };
    await team.ask("PATCH", path, { settings: { messages, colors: { primary: "#8a1c4a" } } });
    await frame(page).getByRole("heading", { name: "Another title" }).waitFor();
    const brand = () => getComputedStyle(document.querySelector("header")).backgroundColor;
    await until("the colour of an open panel", () => frame(page).locator("html").evaluate(brand), (it) => it === "rgb(138, 28, 74)");

    await team.ask("PATCH", path, { status: "inactive" });
    await isBlocked(page);
    await isGone(other);
    await team.ask("PATCH", path, { status: "active" });
    await page.reload();
    await told(page, "ready");
    await frame(page).locator(".own", { hasText: "Before the end" }).waitFor();
    await other.reload();
    await frame(other).locator("textarea").waitFor();

    // One website less; the other goes on.
    const { items } = await team.ask("GET", `${path}/domains`);
    const { id } = items.find(({ domain }) => domain === "shop.test");
    await team.ask("DELETE", `${path}/domains/${id}`);
    await isBlocked(page);
    await say(other, "Still here");
    await team.conversationWith("Still here");
    expect("whether the other has its launcher", await launcher(other).count(), 1);
  }, { ...sites.asPeopleHaveIt(), allow: () => true });
} finally {
  sites.close();
}
