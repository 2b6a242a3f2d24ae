// Starts Chromium for a scenario and ends the process by what the scenario does.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/// What every browser is started with.
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/// Runs `play(page, context)` with a fresh page. Whatever a page throws fails the scenario, and so
/// does an error on its console, unless `allow(text)` says that it belongs. `prepare(profile)` may write into the browser's
/// profile before it starts; `args` may be made of the profile.
export async function scenario(play, { allow = () => false, prepare, args = FLAGS, ...options } = {}) {
  const profile = await mkdtemp(join(tmpdir(), "chat-e2e-"));
  const faults = [];
  let context;
  try {
    await prepare?.(profile);
    context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM,
      args: typeof args === "function" ? args(profile) : args,
      headless: true,
      ...options,
    });
    context.setDefaultTimeout(20_000);
    const page = context.pages()[0] ?? (await context.newPage());
    page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !allow(message.text())) faults.push(`console: ${message.text()}`);
    });
    await play(page, context);
    if (faults.length > 0) throw new Error("the page complained");
  } catch (error) {
    console.error(error.stack ?? error);
    for (const fault of faults) console.error(fault);
    process.exitCode = 1;
  } finally {
    await context?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/// Fails the scenario unless `actual` is `expected`.
export function expect(what, actual, expected) {
  if (actual === expected) return;
  throw new Error(`expected ${what} ${JSON.stringify(expected)}, but found ${JSON.stringify(actual)}`);
}

/// A setting of the scenario, which must be there.
export function setting(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the scenario needs ${name}`);
  return value;
}
