// Every page of the agents' dashboard, and what can be opened on it.

const press = (key) => (page) => page.keyboard.press(key);
const click = (selector) => (page) => page.locator(selector).first().click();
const escape = press("Escape");
/// One deed after the other.
const steps = (...deeds) => async (page) => {
  for (const deed of deeds) await deed(page);
};
const wait = (selector) => (page) => page.locator(selector).first().waitFor();
const gone = (selector) => (page) => page.locator(selector).first().waitFor({ state: "hidden" });
const DIALOG = '[role="dialog"]';
const MENU = '[role="menu"]';
/// A menu lies over the page and is in none of its landmarks.
const OVER = ["region"];

/// A dialogue on a page: what opens it, and the Escape that closes it. The menu that it may have been opened from is gone by then.
const dialog = (name, path, ready, ...open) => ({ name, path, ready, act: steps(...open, wait(DIALOG), gone(MENU)), leave: escape });

/// The places before one signs in, and those after it; `made` is what there is.
export function places(made) {
  const talk = `/?c=${made.mira}`;
  const outside = [
    { name: "sign-in", path: "/", ready: ".sign-in-card form" },
    {
      name: "sign-in-wrong",
      path: "/",
      ready: ".sign-in-card form",
      act: async (page) => {
        await page.locator('input[type="email"]').fill("nobody@shop.test");
        await page.locator('input[type="password"]').fill("not this one");
        await page.locator('input[type="password"]').press("Enter");
        await page.locator('.sign-in-card [role="alert"]').waitFor();
      },
    },
    { name: "invitation", path: `/invitation#token=${made.invitation}`, ready: ".sign-in-card form" },
    { name: "invitation-incomplete", path: "/invitation", ready: ".sign-in-card" },
  ];
  const inbox = [
    { name: "inbox", path: "/", ready: "[data-conversation]" },
    { name: "inbox-empty", path: "/?view=snoozed", ready: ".list .empty" },
    { name: "inbox-bulk", path: "/", ready: "[data-conversation]", act: steps(press("j"), wait(".bubble"), press("x"), wait(".bulk")), leave: steps(escape, escape), widths: [1440, 768] },
    { name: "inbox-bulk-phone", path: "/", ready: "[data-conversation]", act: steps(click(".row-pick"), wait(".bulk")), leave: escape, widths: [360] },
    dialog("inbox-filter", `/?filter=${encodeURIComponent(JSON.stringify({ all: [{ label: [made.complaint] }, { any: [{ waiting: true }, { priority: ["high"] }] }, { time: { field: "lastMessage", after: "-7d" } }] }))}`, ".list-head", click(".list-filters .chip-icon >> nth=1"), wait(".filter-row")),
    { name: "talk", path: talk, ready: ".picture img" },
    { name: "talk-note", path: talk, ready: ".bubble", act: steps(press("n"), (page) => page.keyboard.type("@Be"), wait(".offers li")), leave: steps(escape, (page) => page.locator(".composer-text").fill(""), escape) },
    { name: "talk-long", path: `/?c=${made.long}`, ready: ".bubble" },
    { name: "talk-closed", path: `/?view=closed&c=${made.omar}`, ready: ".bubble" },
    { name: "talk-customer", path: talk, ready: ".bubble", act: steps(click(".thread-head > :last-child"), wait(".customer .people, .customer .facts")), leave: click(".customer-close"), widths: [768, 360] },
    dialog("talk-lightbox", talk, ".picture img", click(".picture")),
    dialog("talk-template", talk, ".bubble", click(".composer-foot .lucide-plus"), click('[role="menuitem"] >> nth=0'), wait(".wa-choose")),
    dialog("talk-location", talk, ".bubble", click(".composer-foot .lucide-plus"), click('[role="menuitem"] >> nth=1')),
    dialog("talk-taps", talk, ".bubble", click(".composer-foot .lucide-plus"), click('[role="menuitem"] >> nth=2')),
    dialog("talk-macros", talk, ".bubble", click(".composer-foot .lucide-wand-sparkles"), wait(".macros-all label"), click(".macros-all label")),
    { name: "talk-emoji", path: talk, ready: ".bubble", act: steps(click(".composer-foot .lucide-smile-plus"), wait(".emoji button")), leave: escape },
    { name: "talk-menu", path: talk, ready: ".bubble", act: steps((page) => page.locator(".said").last().hover(), (page) => page.locator(".said-more").last().click(), wait(MENU)), leave: steps(escape, gone(MENU)), without: OVER },
    { name: "talk-assign", path: talk, ready: ".bubble", act: steps(press("a"), wait(MENU)), leave: steps(escape, gone(MENU)), without: OVER },
    { name: "palette", path: talk, ready: ".bubble", act: steps(press("Control+k"), wait(".palette-item")), leave: escape },
    dialog("help", "/", ".list-head", press("Escape"), press("?")),
    { name: "my-menu", path: "/", ready: ".list-head", act: steps(click(".rail-me"), wait(MENU)), leave: steps(escape, gone(MENU)), without: OVER },
    dialog("preferences", "/", ".list-head", click(".rail-me"), click('[role="menuitem"] .lucide-bell'), wait(".prefs")),
    { name: "search", path: "/search", ready: ".search-head" },
    { name: "search-found", path: "/search", ready: ".search .query-field", act: steps((page) => page.locator(".search .query-field input").fill("oak"), wait(".hit")) },
    { name: "search-none", path: "/search", ready: ".search .query-field", act: steps((page) => page.locator(".search .query-field input").fill("zeppelin"), wait(".search .empty")) },
    { name: "start", path: "/start", ready: ".start-step" },
  ];
  const list = "**/api/v1/customers?*";
  const customers = [
    // Before anything of it is known.
    { name: "failed", path: "/start", ready: ".start-step", act: steps((page) => page.route(list, (it) => it.fulfill({ status: 503 })), (page) => page.evaluate(() => history.pushState(null, "", "/app/customers")), wait('[role="alert"]')), leave: steps((page) => page.unroute(list), click('.empty [role="alert"] + button')) },
    { name: "customers", path: "/customers", ready: ".page-body a" },
    { name: "customers-none", path: "/customers?q=nobody", ready: ".page-body" },
    { name: "customers-import", path: "/customers/import", ready: ".page-body" },
    { name: "customer", path: `/customers/${made.customer}`, ready: ".customer-columns" },
    { name: "customer-blocked", path: `/customers/${made.blocked}`, ready: ".customer-columns" },
    ...["write", "edit", "merge"].map((it) => dialog(`customer-${it}`, `/customers/${made.customer}?open=${it}`, ".customer-columns")),
  ];
  const widgets = [
    { name: "widgets", path: "/widgets", ready: ".page-body a" },
    dialog("widgets-new", "/widgets", ".page-body a", click(".page-title .page-actions button")),
    dialog("widget-history", `/widgets/${made.widget}/domains`, ".w-domain", click(".w-domain-head .lucide-ellipsis"), click('[role="menuitem"] .lucide-history')),
    ...["look", "install", "domains", "figures", "security"].map((tab) => ({ name: `widget-${tab}`, path: `/widgets/${made.widget}${tab === "look" ? "" : `/${tab}`}`, ready: ".page-body > *" })),
  ];
  const whatsapp = [
    { name: "whatsapp", path: "/whatsapp", ready: ".wa-row" },
    { name: "whatsapp-connect", path: "/whatsapp/connect", ready: ".wa-needs" },
    { name: "whatsapp-connect-keys", path: "/whatsapp/connect/keys", ready: ".page-body input" },
    { name: "whatsapp-connect-webhook", path: `/whatsapp/connect/webhook/${made.account}`, ready: ".page-body .code" },
    { name: "whatsapp-connect-test", path: `/whatsapp/connect/test/${made.account}`, ready: ".page-body .section, .wa-live" },
    ...["", "number", "profile", "templates"].map((tab) => ({ name: `whatsapp-account${tab && `-${tab}`}`, path: `/whatsapp/${made.account}${tab && `/${tab}`}`, ready: ".page-body .section" })),
    dialog("whatsapp-template", `/whatsapp/${made.account}/templates`, ".page-body .ledger", click(".section .lucide-plus")),
  ];
  const team = [
    ...["", "invitations", "teams", "roles", "keys", "audit"].map((tab) => ({ name: `team${tab && `-${tab}`}`, path: `/team${tab && `/${tab}`}`, ready: ".page-body .ledger, .page-body .audit" })),
    { name: "team-audit-entry", path: "/team/audit", ready: ".entry", act: click(".entry > summary") },
    dialog("team-agent", `/team?open=${made.bea}`, ".ledger"),
    ...["invitations", "teams", "roles", "keys"].map((tab) => dialog(`team-${tab}-new`, `/team/${tab}?open=new`, ".page-body")),
  ];
  const settings = [
    ...["profile", "security", "labels", "canned", "macros", "attributes", "views", "hours", "webhooks", "api"].map((name) => ({ name: `settings-${name}`, path: `/settings/${name}`, ready: ".page-body > *" })),
    { name: "settings-label-new", path: "/settings/labels", ready: ".listed", act: steps(click(".page-actions button"), wait(".listed-form")) },
    { name: "settings-label-edit", path: "/settings/labels", ready: ".listed", act: steps(click(".listed .lucide-pencil"), wait(".listed-form")) },
    ...[`canned/${made.canned}`, "canned/new", `macros/${made.macro}`, "macros/new", `views/${made.view}`, "views/new", `hours/${made.widget}`, "attributes/customer/new", `webhooks/${made.webhook}`].map((path) => ({ name: `settings-${path.replace(/\/[0-9a-f-]{36}/, "-one").replaceAll("/", "-")}`, path: `/settings/${path}`, ready: ".page-body > *" })),
    dialog("settings-webhook-new", "/settings/webhooks?open=new", ".page-body"),
    dialog("settings-factor", "/settings/security", ".page-body .section", click(".section:has(.lucide-shield-check, .lucide-shield) button, .section button")),
  ];
  const troubles = [
    { name: "gone", path: "/widgets/019ac000-0000-7000-8000-000000000000", ready: ".page-body" },
    { name: "offline", path: talk, ready: ".bubble", act: steps((page) => page.context().setOffline(true), wait(".banner")), leave: (page) => page.context().setOffline(false) },
    // What the pages before have left behind does not change what is here.
    { name: "talk-again", path: talk, ready: ".picture img" },
  ];
  return { outside, inside: [...inbox, ...customers, ...widgets, ...whatsapp, ...team, ...settings, ...troubles] };
}
