// The server is killed in the middle, and the network goes away: nothing that the visitor has written is lost, and nothing comes twice.
//
// URL, TOKEN   the server and a token of an agent
// KEY          the key of a floating widget that may be on shop.test
// CONTROL      where to order: POST /kill, POST /start

import { expect, scenario, setting } from "./lib/browser.mjs";
import { agent, frame, launcher, listenToWidget, open, say, seen, told } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const team = agent(setting("URL"), setting("TOKEN"));
const order = async (what) => {
  const answer = await fetch(`${setting("CONTROL")}/${what}`, { method: "POST" });
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
};
const sites = await websites(setting("URL"), () => pageWith(setting("KEY")));
const own = (page, text) => frame(page).locator(".own", { hasText: text });
const isSent = (page, text) => own(page, text).locator(".sent, .delivered, .read").waitFor({ timeout: 60_000 });

try {
  // While nobody answers, every request is an error on the console.
  await scenario(async (page) => {
    await listenToWidget(page);
    // Whoever is not connected at the click clicks again; and a frame that could not be loaded is tried once more.
    await page.goto("https://shop.test/");
    await told(page, "ready");
    sites.cut();
    await launcher(page).click();
    await told(page, "error");
    sites.mend();
    const broken = page.waitForEvent("requestfailed", (request) => request.url().includes("?b="));
    await page.route(/\?b=/, (route) => route.abort(), { times: 1 });
    await open(page);
    await broken;
    await say(page, "One");
    await isSent(page, "One");
    const conversation = await team.conversationWith("One");

    await order("kill");
    await frame(page).locator(".notice", { hasText: "No connection" }).waitFor();
    await say(page, "Two");
    await say(page, "Three");
    await own(page, "Three").getByText("Waiting to be sent").waitFor();
    await order("start");
    await isSent(page, "Three");

    // What waits survives a reload.
    await order("kill");
    await say(page, "Four");
    await own(page, "Four").getByText("Waiting to be sent").waitFor();
    await order("start");
    await page.reload();
    await isSent(page, "Four");

    // Killed at the very moment at which messages are on their way: some are committed and not confirmed.
    for (let round = 0; round < 5; round += 1) {
      await say(page, `Round ${round} a`);
      const killed = order("kill");
      await say(page, `Round ${round} b`);
      await killed;
      await say(page, `Round ${round} c`);
      await order("start");
      await isSent(page, `Round ${round} c`);
    }

    // An answer that came meanwhile is caught up with.
    sites.cut();
    await frame(page).locator(".notice", { hasText: "No connection" }).waitFor();
    await team.answer(conversation, "Meanwhile");
    sites.mend();
    await frame(page).locator(".theirs", { hasText: "Meanwhile" }).waitFor({ timeout: 60_000 });

    const expected = ["One", "Two", "Three", "Four"];
    for (let round = 0; round < 5; round += 1) expected.push(`Round ${round} a`, `Round ${round} b`, `Round ${round} c`);
    expected.push("Meanwhile");
    const texts = await team.texts(conversation);
    expect("what the team has", JSON.stringify([...texts].sort()), JSON.stringify([...expected].sort()));
    const shown = (await seen(page)).map((line) => line.replace(/^\w+: /, ""));
    expect("what the visitor sees", JSON.stringify(shown), JSON.stringify(expected));
  }, { ...sites.asPeopleHaveIt(), allow: () => true });
} finally {
  sites.close();
}
