// Our own TypeScript client in a Web Worker of a real browser: it connects, lists, hears, answers, and leaves.
//
// URL, TOKEN      the server and a token of an agent
// FIRST_WRITES    what has a customer write: { url, body }
// TEXT, ANSWER    what it writes, and what is answered

import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expect, scenario, setting } from "./lib/browser.mjs";

/// The worker with all that it needs, as one file.
async function bundled() {
  const entry = fileURLToPath(new URL("./lib/client-in-worker.mjs", import.meta.url));
  const [{ output }] = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, minify: false, lib: { entry, formats: ["es"], fileName: "worker" } },
  });
  return output[0].code;
}

const code = await bundled();

await scenario(async (page) => {
  const [url, token, text, answer] = ["URL", "TOKEN", "TEXT", "ANSWER"].map(setting);
  // A page of the server's own origin, with nothing on it.
  await page.route(`${url}/worker`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Worker</title>" }));
  await page.goto(`${url}/worker`);
  await page.evaluate((source) => {
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
    const heard = [];
    const wanted = new Map();
    let hear = () => {};
    worker.onmessage = ({ data }) => {
      if (data.heard) {
        heard.push(data.heard);
        return hear();
      }
      const { done, fail } = wanted.get(data.what);
      if (data.failed) fail(new Error(data.failed));
      else done(data.done);
    };
    worker.onerror = ({ message }) => wanted.forEach(({ fail }) => fail(new Error(message)));
    window.ask = (what, given) =>
      new Promise((done, fail) => {
        wanted.set(what, { done, fail });
        worker.postMessage({ what, ...given });
      });
    window.heardOf = (content) =>
      new Promise((resolve) => {
        hear = () => heard.some((it) => it.content === content) && resolve(true);
        hear();
      });
  }, code);

  const begun = await page.evaluate((given) => window.ask("connect", given), { url, token });
  expect("the beginning", JSON.stringify(begun), JSON.stringify({ isPage: false, status: "online" }));
  const { url: inbound, body } = JSON.parse(setting("FIRST_WRITES"));
  const written = await fetch(inbound, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  expect("the customer to be taken", written.ok, true);
  expect("the event to come", await page.evaluate((it) => window.heardOf(it), text), true);
  const said = await page.evaluate((given) => window.ask("answer", given), { to: text, text: answer });
  expect("the thread", said.join(" | "), `customer: ${text} | agent: ${answer}`);
  expect("the end", await page.evaluate(() => window.ask("leave", {})), "idle");
});
