// Which pages get a widget, by a real browser and the real server: the table that the policy is tested with, and what people try who want
// somebody else's widget on their page.
//
// URL     the server
// TABLE   the fixture of the domain policy, as JSON
// KEYS    the key of a widget for every entry of the table, as JSON {entry: key}

import { expect, scenario, setting } from "./lib/browser.mjs";
import { listenToWidget, open, until } from "./lib/widget.mjs";
import { CHAT, pageWith, websites } from "./lib/websites.mjs";

const { matching } = JSON.parse(setting("TABLE"));
const keys = JSON.parse(setting("KEYS"));
const KEY = keys["shop.test"];

/// Pages that show other pages, by their paths.
const NESTS = {
  "/nest": (url) => `<iframe src="${url.searchParams.get("of")}"></iframe>`,
  "/object": (url) => `<object data="${url.searchParams.get("of")}" type="text/html"></object>`,
  "/sandbox": (url) => `<iframe sandbox="allow-scripts" src="${url.searchParams.get("of")}"></iframe>`,
  "/srcdoc": () => `<iframe srcdoc="${pageWith(KEY).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>`,
};
function page(url) {
  const nest = NESTS[url.pathname];
  if (nest) return `<!doctype html><title>nest</title>${nest(url)}`;
  const head = url.pathname === "/silent" ? '<meta name="referrer" content="no-referrer">' : "";
  return pageWith(url.searchParams.get("key") ?? KEY, { head });
}

const sites = await websites(setting("URL"), page);

/// What the widget says to a page, wherever in the tab that is.
async function verdict(part) {
  const handle = await part.waitForFunction(() => window.told?.map(([name]) => name).find((name) => ["ready", "blocked", "error"].includes(name)));
  return handle.jsonValue();
}

async function inner(tab, url) {
  for (;;) {
    const found = tab.frames().find((part) => part !== tab.mainFrame() && part.url().startsWith(url));
    if (found) return found;
    await tab.waitForEvent("framenavigated");
  }
}

/// Whether the application shows itself within a part of the tab that has been given the widget: only then has the frame come through.
async function isShown(part) {
  await part.evaluate(() => window.ChatWidget.open());
  const handle = await part.locator("iframe").elementHandle();
  const frame = await handle.contentFrame();
  // A refused document becomes a page of the browser's own, unless the refusal itself is heard of first.
  const isRefusal = (error) => (String(error).includes("ERR_BLOCKED_BY_RESPONSE") ? false : Promise.reject(error));
  const refused = frame.waitForURL(/^chrome-error:/).then(() => false, isRefusal);
  const shown = frame.locator("main").waitFor().then(() => true);
  return Promise.any([refused, shown]);
}

async function theTable(tab) {
  const wrong = [];
  let count = 0;
  for (const { entry, origin, allowed, why } of matching) {
    if (!/^https?:/.test(origin) || new URL(origin).origin !== origin || /^https:\/\/(\d|\[)/.test(origin)) continue;
    await tab.goto(`${origin}/?key=${keys[entry]}`);
    const said = await verdict(tab);
    if (said !== (allowed ? "ready" : "blocked")) wrong.push(`${entry} on ${origin}: ${said} (${why})`);
    const drawn = await tab.locator("button.l, iframe, dialog").count();
    if (allowed !== drawn > 0) wrong.push(`${entry} on ${origin}: ${drawn} things are drawn`);
    count += 1;
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  console.log(`${count} rows of the table hold`);
}

async function pagesThatSayNothingOfThemselves(tab) {
  await tab.goto("https://shop.test/silent");
  expect("a page without a referrer", await verdict(tab), "ready");
  expect("its chat", await isShown(tab.mainFrame()), true);
}

async function pagesWithinPages(tab) {
  const nested = async (outer, url) => {
    await tab.goto(`${outer}?of=${encodeURIComponent(url)}`);
    const part = await inner(tab, url);
    const said = await verdict(part);
    return said === "ready" ? isShown(part) : said;
  };
  // The page within is the shop's own, and its browser says so; but somebody else is around it, and sees what the visitor does.
  expect("the shop within a foreign page", await nested("https://evil.test/nest", "https://shop.test/"), false);
  expect("the shop within itself", await nested("https://shop.test/nest", "https://shop.test/"), true);
  expect("the shop as an object of a foreign page", await nested("https://evil.test/object", "https://shop.test/"), false);
  expect("a foreign page within the shop", await nested("https://shop.test/nest", "https://evil.test/"), "blocked");
  expect("the shop in a sandbox of its own", await nested("https://shop.test/sandbox", "https://shop.test/"), "blocked");

  await tab.goto("https://shop.test/srcdoc");
  const written = await inner(tab, "about:srcdoc");
  expect("a page written into the shop's", await verdict(written), "ready");
  expect("its chat", await isShown(written), true);
}

/// What a page of the shop's is given is worth nothing elsewhere.
async function whatIsStolen(tab) {
  await tab.goto("https://shop.test/");
  // It was open on this website before, and would be at once.
  await tab.evaluate(() => sessionStorage.clear());
  await tab.reload();
  await verdict(tab);
  const loot = await tab.evaluate(async (url) => (await fetch(url, { method: "POST", credentials: "omit", body: "{}" })).json(), `${CHAT}/w/${KEY}/boot`);
  const opened = tab.waitForRequest((request) => request.url().endsWith("/session"));
  const session = tab.waitForResponse((response) => response.url().endsWith("/session"));
  await open(tab);
  await opened;
  const { token } = await (await session).json();

  await tab.goto("https://evil.test/nest?of=about:blank");
  const frameUrl = `${CHAT}/${loot.frame}`;
  const answer = tab.waitForResponse((response) => response.url() === frameUrl);
  await tab.evaluate((url) => document.querySelector("iframe").setAttribute("src", url), frameUrl);
  expect("a stolen frame's address on a foreign page", (await answer).status(), 403);
  await tab.evaluate((url) => {
    const frame = document.createElement("iframe");
    Object.assign(frame, { referrerPolicy: "no-referrer", src: url, id: "quiet" });
    document.body.append(frame);
  }, frameUrl);
  const handle = await tab.locator("#quiet").elementHandle();
  const quiet = await handle.contentFrame();
  // The refusal may be heard of before the browser has made a page of it.
  await until("a stolen frame without a referrer", () => quiet.url(), (url) => url.startsWith("chrome-error:"));

  const tries = await tab.evaluate(
    async ({ session, boot }) => {
      const go = (init) => fetch(session, { method: "POST", ...init }).then((answer) => answer.status, () => "unreadable");
      const body = JSON.stringify({ boot });
      return {
        json: await go({ headers: { "content-type": "application/json" }, body }),
        plain: await go({ body }),
        blind: await go({ mode: "no-cors", body }),
      };
    },
    { session: `${CHAT}/w/${KEY}/session`, boot: loot.boot },
  );
  expect("a session with a stolen proof", JSON.stringify(tries), JSON.stringify({ json: "unreadable", plain: "unreadable", blind: 0 }));

  const socket = await tab.evaluate(
    ({ url, token }) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${url.replace("https", "wss")}/socket.io/?EIO=4&transport=websocket`);
        socket.onerror = () => resolve("refused");
        socket.onclose = () => resolve("refused");
        socket.onmessage = ({ data }) => {
          if (data.startsWith("0")) socket.send(`40/visitor,${JSON.stringify({ token })}`);
          else if (data.startsWith("40/visitor")) resolve("let in");
          else if (data.startsWith("44/visitor")) resolve("refused");
        };
      }),
    { url: CHAT, token },
  );
  expect("a stolen token on a socket of a foreign page", socket, "refused");
}

/// A page that is opened as such is nobody's frame.
async function theFrameAlone(tab) {
  await tab.goto("https://shop.test/");
  await verdict(tab);
  const loot = await tab.evaluate(async (url) => (await fetch(url, { method: "POST", credentials: "omit", body: "{}" })).json(), `${CHAT}/w/${KEY}/boot`);
  const url = `${CHAT}/${loot.frame}`;
  // The page's own frame may have the same address: tickets of one second are equal.
  const answered = tab.waitForResponse((response) => response.url() === url && response.frame() === tab.mainFrame());
  // Nothing at all comes with the refusal, of which a browser makes a page of its own.
  await tab.goto(url).catch(() => {});
  expect("the frame as a page", (await answered).status(), 403);
}

/// Whatever the reason is, the refusal is the same.
async function refusals() {
  const look = async (key) => {
    const headers = { origin: "https://evil.test" };
    const answer = await fetch(`${setting("URL")}/w/${key}/boot`, { method: "POST", headers, body: "{}" });
    // When it was and which request it was are told of every answer.
    const told = [...answer.headers].filter(([name]) => !["date", "x-request-id"].includes(name));
    return JSON.stringify([answer.status, told, await answer.text()]);
  };
  const [foreign, unknown, inactive] = [await look(KEY), await look("wk_nobody"), await look(keys.inactive)];
  expect("the refusal of an unknown key", unknown, foreign);
  expect("the refusal of a widget that is switched off", inactive, foreign);
  if (!foreign.startsWith("[403,") || !foreign.endsWith(',""]')) throw new Error(foreign);
}

try {
  // What a page may not have is an error on its console.
  await scenario(async (tab) => {
    await listenToWidget(tab);
    await theTable(tab);
    await pagesThatSayNothingOfThemselves(tab);
    await pagesWithinPages(tab);
    await whatIsStolen(tab);
    await refusals();
    await theFrameAlone(tab);
  }, { ...sites.options, allow: () => true });
} finally {
  sites.close();
}
