// Every page of the agents' dashboard in one look, at the width of a phone, a tablet and a desk: nothing sticks out, axe finds nothing, and nobody
// complains on the console.
//
// URL              the server
// EMAIL, PASSWORD  what an owner signs in with, whose client has one WhatsApp number and nothing else yet
// EMULATOR         the emulated WhatsApp; NUMBER: the client's number there
// LOOK             light, dark, or rtl: in Arabic
// SCREENSHOTS      a folder for pictures of all of it; left out: none are taken
// ONLY             a pattern: looks at the places alone whose name it fits

import { scenario, setting } from "./lib/browser.mjs";
import { furnish } from "./lib/furnish.mjs";
import { places } from "./lib/places.mjs";
import { sticksOut } from "./lib/sticking.mjs";
import { isAccessible, picture } from "./lib/widget.mjs";

const url = setting("URL");
const look = setting("LOOK");
const only = new RegExp(process.env.ONLY ?? "");
const HEIGHTS = { 1440: 900, 768: 1024, 360: 740 };
const WIDTHS = [1440, 768, 360];
/// Each look, and the width at which axe looks: what is wrong at one of them is hardly ever right in another look.
const LOOKS = { light: ["light", "en", 1440], dark: ["dark", "en", 360], rtl: ["light", "ar", 768] };
const [scheme, language, axeAt] = LOOKS[look];

const faults = [];
function fault(text) {
  faults.push(text);
  console.error(text);
}

/// The second frame from now: by then what was asked for has begun to move.
const begun = (page) => page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));

/// Until everything is there and nothing moves any more.
const settle = async (page) => {
  await begun(page);
  await page.waitForFunction(() => {
    const moves = document.getAnimations().some((it) => it.playState === "running" && it.effect?.getComputedTiming().endTime !== Infinity);
    return !moves && document.fonts.status === "loaded" && !document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') && [...document.images].every((it) => it.complete);
  });
};

/// Goes there as a link within the dashboard does, so that what earlier pages have left behind is there.
const go = (page, path) => page.evaluate((path) => history.pushState(null, "", `/app${path}`), path);
const resize = (page, width) => page.setViewportSize({ width, height: HEIGHTS[width] });

/// How long what watches its own size may take to draw itself anew after the window has another.
const REDRAWN_MS = 10_000;

/// What sticks out, frame by frame until nothing does or it has had its time.
async function stickingOut(page) {
  const until = Date.now() + REDRAWN_MS;
  for (;;) {
    const found = await page.evaluate(sticksOut);
    if (found.length === 0 || Date.now() > until) return found;
    await begun(page);
  }
}

async function visit(page, { name, path, ready, act, leave, widths = WIDTHS, without }) {
  await resize(page, widths[0]);
  await go(page, path);
  await page.locator(ready).first().waitFor();
  await act?.(page);
  for (const width of widths) {
    await resize(page, width);
    await settle(page);
    const found = await stickingOut(page);
    await picture(page, `${name}-${look}-${width}`);
    if (found.length > 0) fault(`${name}, ${look}, ${width} px:\n  ${found.join("\n  ")}`);
    if (width === axeAt || !widths.includes(axeAt)) await isAccessible(page, `${name}, ${look}, ${width} px`, without).catch((error) => fault(error.message));
  }
  await leave?.(page);
}

async function walk(page, all) {
  for (const place of all.filter(({ name }) => only.test(name))) {
    await visit(page, place).catch(async (error) => {
      fault(`${place.name}, ${look}: ${error.message}`);
      await page.keyboard.press("Escape");
    });
  }
}

async function signIn(page, { email, password }) {
  await page.goto(`${url}/app/`);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('input[type="password"]').press("Enter");
  await page.locator(".rail").waitFor();
}

await scenario(
  async (page) => {
    const owner = { email: setting("EMAIL"), password: setting("PASSWORD") };
    const made = await furnish({ url, ...owner, emulator: setting("EMULATOR"), number: setting("NUMBER") });
    await page.goto(`${url}/app/`);
    await page.evaluate(
      ([scheme, language]) => {
        localStorage.setItem("mantine-color-scheme-value", scheme);
        localStorage.setItem("chat.language", language);
      },
      [scheme, language],
    );
    await page.reload();
    const { outside, inside } = places(made);
    await walk(page, outside);
    await signIn(page, owner);
    await walk(page, inside);
    if (faults.length > 0) throw new Error(`${faults.length} faults`);
  },
  // Whoever is not signed in is told so; and what is cut off or made to fail, fails.
  { locale: "en-US", allow: (said) => /status of (401|503)|ERR_INTERNET_DISCONNECTED|WebSocket connection/.test(said) },
);
