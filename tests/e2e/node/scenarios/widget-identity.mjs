// A website says who its visitor is: by a JWT of either kind and by an HMAC. What was written before becomes the identified one's, and is
// there on every device; what nobody has signed counts for nothing.
//
// URL, TOKEN   the server and a token of an agent
// WIDGET, KEY  the id and the key of a floating widget that may be on shop.test

import { expect, scenario, setting } from "./lib/browser.mjs";
import { keys } from "./lib/proofs.mjs";
import { agent, frame, frameOf, listenToWidget, open, say, seen, told, until } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const team = agent(setting("URL"), setting("TOKEN"));
const sites = await websites(setting("URL"), () => pageWith(setting("KEY")));
const proofs = keys(setting("KEY"));
for (const [algorithm, { key }] of Object.entries(proofs))
  await team.ask("POST", `/widgets/${setting("WIDGET")}/identity-keys`, { kid: algorithm, algorithm, key });

const identify = (page, user, proof) => page.evaluate(([user, proof]) => window.ChatWidget.identify(user, proof), [user, proof]);
const has = (page, text) => frame(page).locator(".log").getByText(text, { exact: true }).waitFor();
const customerOf = async ({ customerId }) => team.ask("GET", `/customers/${customerId}`);

async function visit(page) {
  await listenToWidget(page);
  await page.goto("https://shop.test/");
  await told(page, "ready");
}

/// A device of its own: a browser with nothing in it.
const onAnotherDevice = (play) => scenario(async (page) => { await visit(page); await play(page); }, sites.asPeopleHaveIt());

/// Written before anybody knew who it is, and then signed for.
async function becomesKnown(page) {
  await visit(page);
  await open(page);
  await say(page, "I have not signed in yet");
  const conversation = await team.conversationWith("I have not signed in yet");
  expect("what the team calls an anonymous visitor", (await customerOf(conversation)).name, null);

  await identify(page, { plan: "large" }, proofs.HS256.prove({ sub: "ann", name: "Ann", email: "ann@home.test" }));
  const { name } = await until("the visitor's name", () => customerOf(conversation), (it) => it.name !== null);
  expect("what the team calls it once it is signed for", name, "Ann");
  await say(page, "Now I have");
  await has(page, "Now I have");
  const same = await team.conversationWith("Now I have");
  expect("the conversation", same.id, conversation.id);
  expect("the customer", same.customerId, conversation.customerId);
  await team.answer(conversation, "Welcome, Ann");
  await has(page, "Welcome, Ann");
  return conversation;
}

const HISTORY = JSON.stringify(["own: I have not signed in yet", "own: Now I have", "theirs: Welcome, Ann"]);

/// With another kind of key, before the chat is opened: the same person.
async function isFoundElsewhere(page) {
  await identify(page, {}, proofs.EdDSA.prove({ sub: "ann" }));
  await open(page);
  await has(page, "Welcome, Ann");
  expect("what a second device shows", JSON.stringify(await seen(page)), HISTORY);
}

/// Written anonymously on a third device, which is signed for while the chat is open: that comes to what there is.
async function bringsAlong(page, first) {
  await open(page);
  await say(page, "From a third device");
  const brought = await team.conversationWith("From a third device");
  if (brought.customerId === first.customerId) throw new Error("nobody can have known who that is");
  await page.evaluate(() => (window.told = []));
  await identify(page, {}, proofs.HMAC.prove({ sub: "ann" }));
  const merged = await until("whose it is", () => team.ask("GET", `/conversations/${brought.id}`), (it) => it.customerId === first.customerId);
  expect("its customer", merged.customerId, first.customerId);
  // With its new connection the chat shows a conversation, whatever it has shown before.
  await told(page, "availability");
  await frame(page).getByRole("button", { name: "All conversations" }).click();
  await frame(page).locator(".list li").nth(1).waitFor();
  expect("how many conversations it has now", await frame(page).locator(".list li").count(), 2);
  await frame(page).locator(".list li", { hasText: "Welcome, Ann" }).getByRole("button").click();
  await has(page, "I have not signed in yet");
}

/// Nothing was written on this one before it is signed for, with the chat open: what there is comes to be seen.
async function isShownAtOnce(page) {
  await open(page);
  await frame(page).locator(".log .hint").waitFor();
  await identify(page, {}, proofs.EdDSA.prove({ sub: "ann" }));
  await frame(page).locator(".log li.own").first().waitFor();
}

/// What was not signed, was signed for another widget, or has run out.
async function isNotBelieved(page) {
  const past = Math.floor(Date.now() / 1000) - 60;
  const wrong = [
    "ann.0000000000000000000000000000000000000000000000000000000000000000",
    `${proofs.HS256.prove({ sub: "ann" }).slice(0, -4)}AAAA`,
    proofs.HS256.prove({ sub: "ann", aud: "wk_another" }),
    proofs.EdDSA.prove({ sub: "ann", exp: past }),
  ];
  await open(page);
  for (const proof of wrong) {
    await page.evaluate(() => (window.told = []));
    await identify(page, {}, proof);
    await told(page, "identity:expired");
    await frame(page).locator(".notice:empty").waitFor({ state: "attached" });
    expect(`what somebody sees who shows ${proof.slice(0, 20)}…`, (await seen(page)).length, 0);
  }
}

/// A proof that has run out is asked for anew, of the function that gave it.
async function isRenewed(page) {
  const old = proofs.HS256.prove({ sub: "ben", exp: Math.floor(Date.now() / 1000) - 60 });
  const good = proofs.HS256.prove({ sub: "ben", name: "Ben" });
  await page.evaluate(([old, good]) => {
    const proofs = [old, good];
    window.ChatWidget.identify({}, () => proofs.shift());
  }, [old, good]);
  await open(page);
  await told(page, "identity:expired");
  const inside = await frameOf(page);
  await inside.waitForFunction(() => document.querySelector(".notice")?.textContent === "");
  await say(page, "Renewed");
  const conversation = await team.conversationWith("Renewed");
  const { name } = await until("its name", () => customerOf(conversation), (it) => it.name !== null);
  expect("who that is", name, "Ben");
}

/// Who signs out is forgotten on this device, and found again by signing in.
async function signsOut(page) {
  // A proof that comes when somebody has signed out is nobody's any more, and neither is one that another call has overtaken.
  await page.evaluate(([late, overtaken]) => {
    let give;
    window.ChatWidget.identify({ plan: "late" }, () => new Promise((resolve) => (give = resolve)));
    window.ChatWidget.identify({ plan: "overtaken" }, overtaken);
    window.ChatWidget.reset();
    give(late);
  }, [proofs.HS256.prove({ sub: "ann" }), proofs.HS256.prove({ sub: "carl", name: "Carl" })]);
  await open(page);
  await frame(page).locator(".log .hint").waitFor();
  expect("what the next one sees", (await seen(page)).length, 0);
  await say(page, "Somebody else at the same desk");
  const conversation = await team.conversationWith("Somebody else at the same desk");
  expect("what the team calls that one", (await customerOf(conversation)).name, null);
  const { context } = await team.ask("GET", `/conversations/${conversation.id}`);
  expect("what is left of what was said of the one before", context?.attributes?.plan ?? null, null);
}

try {
  // A proof that is not believed is an answer of 401, which a browser writes on its console.
  const options = { ...sites.asPeopleHaveIt(), allow: (text) => text.includes("status of 401") };
  await scenario(async (page) => {
    const conversation = await becomesKnown(page);
    await onAnotherDevice(isFoundElsewhere);
    await onAnotherDevice((other) => bringsAlong(other, conversation));
    await onAnotherDevice(isShownAtOnce);
    await signsOut(page);
  }, options);
  await scenario(async (page) => {
    await visit(page);
    await isNotBelieved(page);
  }, options);
  await scenario(async (page) => {
    await visit(page);
    await isRenewed(page);
  }, options);
} finally {
  sites.close();
}
