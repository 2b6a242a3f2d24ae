// Websites under names of their own, over TLS as in the world, and the chat server under another: everything that a browser decides by
// origin is real.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { createServer as createWebsite } from "node:https";
import { createServer as createHttp } from "node:http";
import { createServer as createTls } from "node:tls";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FLAGS } from "./browser.mjs";

/// Where the chat server is to the browser.
export const CHAT = "https://chat.test";

/// A certificate that nobody trusts; the browser is told not to ask.
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "chat-e2e-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const line = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=websites.test";
  execFileSync("openssl", [...line.split(" "), "-keyout", key, "-out", cert], { stdio: "pipe" });
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}

function listening(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}

/// Opens the websites. `page(url)` gives the HTML of a page, or `{ html, headers }`; nothing is a 404.
///
/// Gives the options that the browser needs to find them, `cut()`, `stall()` and `mend()` for the way to the chat server, and `close()`.
export async function websites(chatUrl, page) {
  const tls = certificate();
  const { hostname, port } = new URL(chatUrl);
  const open = new Set();
  let [isCut, isStalled] = [false, false];
  const entrance = createTls(tls, (guest) => {
    if (isCut) return guest.destroy();
    const server = connect(port, hostname);
    open.add(guest);
    for (const [one, other] of [[guest, server], [server, guest]]) {
      one.on("data", (bytes) => other.write(bytes) || one.pause());
      other.on("drain", () => (isStalled && one === guest) || one.resume());
      one.on("end", () => other.end());
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    guest.on("close", () => open.delete(guest));
    if (isStalled) guest.pause();
  });
  entrance.on("tlsClientError", () => {});
  const answer = (scheme) => (request, response) => {
    const found = page(new URL(`${scheme}://${request.headers.host}${request.url}`), request.headers);
    const { html, headers = {}, status = found === undefined ? 404 : 200 } = typeof found === "string" ? { html: found } : (found ?? {});
    response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers });
    response.end(html ?? "");
  };
  const secure = createWebsite(tls, answer("https"));
  const plain = createHttp(answer("http"));
  const [chatPort, securePort, plainPort] = [await listening(entrance), await listening(secure), await listening(plain)];
  const rules = [`MAP chat.test:443 127.0.0.1:${chatPort}`, `MAP *:80 127.0.0.1:${plainPort}`, `MAP * 127.0.0.1:${securePort}`];
  const args = [...FLAGS, `--host-resolver-rules=${rules.join(", ")}`, "--ignore-certificate-errors"];
  return {
    /// As Playwright has it: without partitioned storage, so that frames have none at all.
    options: { args, ignoreHTTPSErrors: true },
    /// As people have it, with what they have set.
    asPeopleHaveIt: (preferences = {}) => ({
      ignoreHTTPSErrors: true,
      ignoreDefaultArgs: true,
      args: (profile) => ["--headless=new", "--remote-debugging-pipe", `--user-data-dir=${profile}`, ...args, "about:blank"],
      async prepare(profile) {
        await mkdir(join(profile, "Default"), { recursive: true });
        await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
      },
    }),
    cut() {
      isCut = true;
      for (const guest of open) guest.destroy();
    },
    /// Nothing that browsers send gets any further, and nobody tells them.
    stall() {
      isStalled = true;
      for (const guest of open) guest.pause();
    },
    mend() {
      [isCut, isStalled] = [false, false];
      for (const guest of open) guest.resume();
    },
    close() {
      for (const server of [entrance, secure, plain]) server.close();
      for (const server of [secure, plain]) server.closeAllConnections();
      for (const guest of open) guest.destroy();
    },
  };
}

/// A page with a widget on it.
export function pageWith(key, { body = "", head = "", attributes = "" } = {}) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">${head}</head>
<body><main><h1>Shop</h1>${body}</main><script async src="${CHAT}/w.js" data-key="${key}" ${attributes}></script></body></html>`;
}
