// The browser's own judgement on the table that the domain policy is tested with: an entry is made a `frame-ancestors`, and pages of
// each origin try to show what it protects.
//
// TABLE  the fixture, as JSON

import { scenario, setting } from "./lib/browser.mjs";
import { websites } from "./lib/websites.mjs";

const { matching } = JSON.parse(setting("TABLE"));

/// The entry as it goes into a policy: in ASCII, without a dot at the end.
function source(entry) {
  const [, wildcard, host, port] = /^(\*\.)?(.*?)(:(?:\d+|\*))?$/.exec(entry);
  return `https://${wildcard ?? ""}${new URL(`https://${host}`).hostname.replace(/\.$/, "")}${port ?? ""}`;
}

/// Whether it is what a browser calls the origin of a page that we can serve: the others never reach a policy.
function isPage({ origin }) {
  if (!/^https?:/.test(origin)) return false;
  return new URL(origin).origin === origin;
}

/// Where the policy is stricter than the browser: it would find such a page below a wildcard, and cannot read the page's own origin,
/// which is what our frames are answered with.
const UNREADABLE = ["https://a_b.shop.test"];

const protectedPage = (url) => ({
  html: "<script>parent.postMessage('shown', '*')</script>",
  headers: { "content-security-policy": `frame-ancestors ${url.searchParams.get("source")}`, "x-frame-options": "DENY" },
});
const showingPage = (url) => {
  const inner = new URL("https://frames.test/protected");
  inner.searchParams.set("source", url.searchParams.get("source"));
  // What is loaded may be heard of before what was said meanwhile: "refused" gets in line behind it.
  return `<script>onmessage = ({ data }) => { document.title ||= data; }</script>
    <iframe src="${inner}" onload="postMessage('refused', '*')"></iframe>`;
};

const sites = await websites("http://127.0.0.1:1", (url) => (url.pathname === "/protected" ? protectedPage(url) : showingPage(url)));
const rows = matching.filter(isPage);
try {
  // What a page may not show is an error on its console.
  await scenario(async (page) => {
    const wrong = [];
    for (const { entry, origin, allowed, why } of rows) {
      const named = UNREADABLE.includes(origin) ? origin : source(entry);
      await page.goto(`${origin}/?source=${encodeURIComponent(named)}`);
      await page.waitForFunction(() => document.title !== "");
      const isShown = (await page.title()) === "shown";
      if (isShown !== allowed) wrong.push(`${named} on ${origin} is ${isShown ? "shown" : "refused"} (${why})`);
    }
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
    console.log(`${rows.length} of ${matching.length} rows are as the browser has it`);
  }, { ...sites.options, allow: () => true });
} finally {
  sites.close();
}
