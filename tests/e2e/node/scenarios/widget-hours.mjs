// Outside of the hours at which somebody answers a visitor leaves a message and an address, and is told in its own time when somebody is
// back; an open chat learns of other hours.
//
// URL, TOKEN   the server and a token of an agent
// WIDGET, KEY  the id and the key of a floating widget that may be on shop.test, with a form that asks for an e-mail address

import { expect, scenario, setting } from "./lib/browser.mjs";
import { agent, agentSocket, frame, isAccessible, launcher, listenToWidget, picture, say, told } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const [url, token] = [setting("URL"), setting("TOKEN")];
const team = agent(url, token);
const sites = await websites(url, () => pageWith(setting("KEY")));

/// Open for an hour on one day: three days from now, so that it is neither today nor tomorrow anywhere on earth.
const opensAt = new Date(Date.now() + 3 * 24 * 3_600_000);
opensAt.setUTCHours(9, 0, 0, 0);
const days = [new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(opensAt).toLowerCase()];
const closed = { timeZone: "UTC", week: [{ days, from: "09:00", to: "10:00" }] };
const always = { timeZone: "UTC", week: [{ days: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], from: "00:00", to: "24:00" }] };
const hours = (businessHours) => team.ask("PATCH", `/widgets/${setting("WIDGET")}`, { settings: { businessHours } });

/// The visitor's own clock hangs here.
const timeZone = "Asia/Kolkata";
const said = new Intl.DateTimeFormat("en-US", { weekday: "long", hour: "numeric", minute: "2-digit", timeZone }).format(opensAt);

try {
  const socket = await agentSocket(url, token);
  await hours(closed);
  await scenario(async (page) => {
    await listenToWidget(page);
    await page.goto("https://shop.test/");
    await told(page, "ready");
    await launcher(page).click();
    await frame(page).locator("header .away").getByText(`We are back ${said}.`).waitFor();
    const form = frame(page).locator("form.prechat");
    await form.waitFor();
    await isAccessible(page, "the form outside of hours");
    await picture(page, "hours-form");
    await form.getByLabel("E-mail").fill("no address");
    await form.getByRole("button").click();
    await form.getByText("Please enter an e-mail address").waitFor();
    await form.getByLabel("E-mail").fill("ann@home.test");
    await form.getByRole("button").click();
    await say(page, "Nobody there?");
    const conversation = await team.conversationWith("Nobody there?");
    const { context } = await team.ask("GET", `/conversations/${conversation.id}`);
    expect("where an answer reaches the visitor", context?.answers?.email, "ann@home.test");

    // The team comes in early: the open chat learns of it.
    await hours(always);
    await frame(page).locator("header .here").getByText("We are here and answer soon.").waitFor();
    await team.answer(conversation, "We are now");
    await frame(page).locator(".theirs").getByText("We are now", { exact: true }).waitFor();
    // With nobody at the inbox any more, it does not claim to be answered at once.
    socket.close();
    await frame(page).locator("header .away").getByText("We are away").waitFor();
  }, { ...sites.asPeopleHaveIt(), timezoneId: timeZone, locale: "en-US" });
} finally {
  sites.close();
}
