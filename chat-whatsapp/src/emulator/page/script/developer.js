// What a developer wants to see: webhooks, requests, what goes wrong, and the time.

import { fill, h, reconcile } from "./dom.js";
import { look, query } from "./emulator.js";
import { clockPanel, troublePanel } from "./trouble.js";
import { preview, seconds } from "./words.js";

const TABS = [
  ["webhooks", "Webhooks"],
  ["requests", "Requests"],
  ["trouble", "Trouble"],
  ["clock", "Clock"],
];
const LISTED_MAX = 40;

export function developer(context) {
  const { state } = context;
  const aside = document.getElementById("developer");
  const panels = {
    webhooks: listPanel("No webhook was posted yet. They appear here with every try."),
    requests: listPanel("Nobody has called the Graph API yet."),
    trouble: troublePanel(context),
    clock: clockPanel(context),
  };
  let open = "webhooks";
  const tabs = TABS.map(([name, label]) =>
    h("button", { type: "button", role: "tab", id: `tab-${name}`, data: { name }, "aria-controls": `panel-${name}`, onclick: () => select(name), onkeydown: walk }, label),
  );
  const bodies = TABS.map(([name]) =>
    h("div", { class: "panel", role: "tabpanel", id: `panel-${name}`, tabIndex: 0, "aria-labelledby": `tab-${name}` }, panels[name].element),
  );
  const connect = h("dl", { class: "connect" });
  fill(aside, h("div", { class: "pane-head" }, h("h2", null, "Developer")), connect, h("div", { class: "tabs", role: "tablist", "aria-label": "Developer" }, tabs), ...bodies);
  select(open);

  function select(name) {
    open = name;
    for (const tab of tabs) {
      const isOpen = tab.dataset.name === name;
      tab.setAttribute("aria-selected", String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
    }
    for (const body of bodies) body.hidden = body.id !== `panel-${name}`;
    update();
  }

  function walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length];
    select(next.dataset.name);
    next.focus();
  }

  function showConnect() {
    const number = state.numbers.find(({ phoneNumberId }) => phoneNumberId === state.number);
    const told = JSON.stringify(number ?? null);
    if (connect.dataset.told === told) return;
    connect.dataset.told = told;
    const pairs = [
      ["Graph API", location.origin],
      ["Phone number id", number?.phoneNumberId],
      ["Business account", number?.businessAccountId],
    ];
    fill(connect, pairs.filter(([, value]) => value).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))));
  }

  async function update() {
    if (document.body.classList.contains("without-developer") || !panels[open]) return;
    showConnect();
    const limit = query({ limit: LISTED_MAX });
    switch (open) {
      case "webhooks":
        return panels.webhooks.show((await look(`deliveries${limit}`)).deliveries.map(ofDelivery));
      case "requests":
        return panels.requests.show((await look(`requests${limit}`)).requests.map(ofRequest));
      default:
        return panels[open].update();
    }
  }

  return { update };
}

/// A list of what happened, the latest first, each with its JSON.
function listPanel(hint) {
  const nothing = h("p", { class: "hint" }, hint);
  const list = h("ol", { class: "events" });
  const make = (event) => {
    const json = h("pre", { tabIndex: 0 });
    const details = h("details", { ontoggle: () => details.open && (json.textContent = JSON.stringify(event.json, null, 2)) }, h("summary"), json);
    return h("li", null, details);
  };
  const describe = (element, { at, title, state, kind, note }) => {
    const told = JSON.stringify([title, state, note]);
    if (element.dataset.told === told) return;
    element.dataset.told = told;
    const summary = element.querySelector("summary");
    fill(summary, h("time", { dateTime: at }, seconds(at)), h("span", { class: "event-title" }, title, note && h("small", null, note)), h("span", { class: `pill ${kind}` }, state));
  };
  return {
    element: h("div", null, nothing, list),
    show(events) {
      nothing.hidden = events.length > 0;
      reconcile(list, [...events].reverse(), ({ id }) => id, make, describe);
    },
  };
}

/// What a webhook tells, in a few words, and the words of the first message in it.
function summary(body) {
  const changes = body.entry.flatMap((entry) => entry.changes);
  // A value is whatever somebody wanted it to be.
  const told = changes.flatMap(({ field, value }) => {
    const messages = (value?.messages ?? []).map(({ type }) => `message: ${type}`);
    const statuses = (value?.statuses ?? []).map(({ status }) => `status: ${status}`);
    return messages.length + statuses.length > 0 ? [...messages, ...statuses] : [field];
  });
  const [first] = changes.flatMap(({ value }) => value?.messages ?? value?.message_echoes ?? []);
  const words = first?.[first.type] ? preview({ type: first.type, content: first[first.type] }) : "";
  const title = told.length > 3 ? `${told.slice(0, 3).join(", ")} and ${told.length - 3} more` : told.join(", ");
  return { title, words };
}

const KINDS = { pending: "warn", delivered: "good", dropped: "bad" };

function ofDelivery({ id, createdAt, state, attempts, body, targets }) {
  const { title, words } = summary(body);
  const tries = attempts.map(({ answers }) => answers.map((answer) => answer ?? "no answer").join(" / ")).join(", ");
  const way = targets.length === 0 ? "no receiver" : attempts.length === 0 ? "" : `${attempts.length} ${attempts.length === 1 ? "try" : "tries"}: ${tries}`;
  return { id, at: createdAt, title, note: [words, way].filter(Boolean).join(" · "), state, kind: KINDS[state], json: body };
}

function ofRequest({ id, at, method, path, parameters, status }) {
  const kind = status === null ? "warn" : status < 400 ? "good" : "bad";
  return { id, at, title: `${method} ${path}`, note: parameters?.type ?? parameters?.status ?? "", state: status ?? "no answer", kind, json: parameters };
}
