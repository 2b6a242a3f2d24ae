// Breaking things on purpose, and moving the clock.

import { fill, h, toggle } from "./dom.js";
import { attempt, look } from "./emulator.js";
import { moment } from "./words.js";

const HOUR = 60 * 60 * 1_000;

const REFUSALS = [
  ["130429", "130429 · too fast"],
  ["131056", "131056 · too many to one person"],
  ["131000", "131000 · something went wrong"],
  ["131042", "131042 · payment"],
  ["190", "190 · token no longer valid"],
];

const FAULTS = [
  ["Answer slowly", { kind: "slow", ms: 3_000 }, "Carried out, answered after three seconds"],
  ["Hang", { kind: "hang" }, "Not carried out, never answered"],
  ["Lose the answer", { kind: "acceptThenClose" }, "Carried out, connection closed"],
  ["Bad gateway", { kind: "badGateway" }, "502 that is no JSON"],
  ["Fail later", { kind: "failLater", code: 131_026 }, "Accepted, then a failed status"],
];

const SENDS = { route: "messages" };

/// Faults, chaos and the rules.
export function troublePanel({ refresh }) {
  const code = h("select", { "aria-label": "Code" }, REFUSALS.map(([value, label]) => h("option", { value }, label)));
  const add = async (fault) => {
    if (await attempt("faults", { ...SENDS, ...fault })) await refresh();
  };
  const refuse = h("button", { type: "button", class: "quiet", onclick: () => add({ kind: "graph", code: Number(code.value) }) }, "Refuse");
  const buttons = FAULTS.map(([label, fault, hint]) => h("button", { type: "button", class: "quiet", title: hint, onclick: () => add(fault) }, label));
  const waiting = h("div", { class: "faults" });
  const chaos = h("div");
  const rules = h("div");

  function showFaults(faults) {
    const names = faults.map(({ kind, code: number, times }) => h("li", null, `${kind}${number ? ` ${number}` : ""} × ${times}`));
    const clear = h("button", { type: "button", class: "quiet", onclick: async () => (await attempt("faults", null, "DELETE")) && refresh() }, "Clear");
    fill(waiting, faults.length > 0 && [h("p", null, "Waiting for a request:"), h("ul", null, names), clear]);
  }

  function share(label, name, value) {
    const input = h("input", { type: "range", min: 0, max: 100, step: 10, value: Math.round(value * 100), onchange: () => attempt("chaos", { [name]: Number(input.value) / 100 }) });
    return h("label", { class: "range" }, h("span", null, label), input, h("output", null, `${Math.round(value * 100)} %`));
  }

  function showChaos(now) {
    if (unchanged(chaos, now)) return;
    const batch = h("input", { type: "number", min: 0, max: 60_000, step: 100, value: now.batchMs, onchange: () => attempt("chaos", { batchMs: Number(batch.value) }) });
    fill(
      chaos,
      share("Twice", "duplicate", now.duplicate),
      share("Out of order", "reorder", now.reorder),
      share("Lost", "drop", now.drop),
      h("label", { class: "range" }, h("span", null, "Gathered for"), batch, h("span", null, "ms")),
      toggle("Status before answer", "The answer to a send waits for it", now.statusBeforeResponse, (statusBeforeResponse) => attempt("chaos", { statusBeforeResponse })),
    );
  }

  function showRules(now) {
    if (unchanged(rules, now)) return;
    const options = [
      ["failsLater", "fails later"],
      ["refused", "is refused"],
      ["ignored", "goes through"],
    ];
    const select = h("select", { onchange: () => attempt("rules", { closedWindow: select.value }) }, options.map(([value, label]) => h("option", { value, selected: value === now.closedWindow }, label)));
    fill(
      rules,
      h("label", { class: "range" }, h("span", null, "Outside 24 h"), select),
      toggle("Rate limits", "80 a second, one in six seconds to a person", now.rateLimits, (rateLimits) => attempt("rules", { rateLimits })),
    );
  }

  return {
    element: h(
      "div",
      { class: "forms" },
      h("h3", null, "The next send"),
      h("div", { class: "row" }, code, refuse),
      h("div", { class: "row wrap" }, buttons),
      waiting,
      h("h3", null, "Webhooks"),
      chaos,
      h("h3", null, "Rules"),
      rules,
    ),
    async update() {
      const [faults, disturbed, holding] = await Promise.all([look("faults"), look("chaos"), look("rules")]);
      showFaults(faults.faults);
      showChaos(disturbed);
      showRules(holding);
    },
  };
}

/// Whether an element already shows this; it is taken to show it from now on.
function unchanged(element, values) {
  const told = JSON.stringify(values);
  if (element.dataset.told === told) return true;
  element.dataset.told = told;
  return false;
}

/// The time, and how long things take.
export function clockPanel({ state, refresh }) {
  const now = h("p", { class: "now" });
  const window = h("p", { class: "hint" });
  const settings = h("div");
  const advance = async (advanceMs) => {
    if (await attempt("clock", { advanceMs })) await refresh();
  };
  const steps = [
    ["+ 1 hour", HOUR],
    ["+ 24 hours", 24 * HOUR],
    ["+ 30 days", 30 * 24 * HOUR],
  ];

  function showWindow() {
    const { chat } = state;
    if (!chat) return fill(window, "The 24 hours begin when somebody writes.");
    const closes = chat.wroteAt && new Date(new Date(chat.wroteAt).getTime() + 24 * HOUR);
    if (!closes) return fill(window, "This person has not written: only templates reach them.");
    fill(window, closes > new Date(chat.now) ? `The business may answer freely until ${moment(closes)}.` : "The 24 hours are over: only templates reach this person.");
  }

  function showSettings({ frozen, scale, delays }) {
    if (unchanged(settings, { frozen, scale, delays })) return;
    const speeds = [
      [1, "as fast as real time"],
      [60, "a minute in a second"],
      [3_600, "an hour in a second"],
    ];
    const speed = h("select", { onchange: () => attempt("clock", { scale: Number(speed.value) }) }, speeds.map(([value, label]) => h("option", { value, selected: value === scale }, label)));
    const delay = (label, name) => {
      const input = h("input", { type: "number", min: 0, max: 600_000, step: 50, value: delays[name], onchange: () => attempt("clock", { delays: { [name]: Number(input.value) } }) });
      return h("label", { class: "range" }, h("span", null, label), input, h("span", null, "ms"));
    };
    fill(
      settings,
      toggle("Stand still", "Time passes only by the buttons above", frozen, (freeze) => attempt("clock", { freeze })),
      h("label", { class: "range" }, h("span", null, "Runs"), speed),
      h("h3", null, "How long things take"),
      delay("Sent after", "sentMs"),
      delay("Delivered after", "deliveredMs"),
      toggle("People read by themselves", "Off: only who has the chat open", delays.readMs !== null, (on) => attempt("clock", { delays: { readMs: on ? 1_000 : null } })),
    );
  }

  return {
    element: h("div", { class: "forms" }, now, window, h("div", { class: "row wrap" }, steps.map(([label, ms]) => h("button", { type: "button", class: "quiet", onclick: () => advance(ms) }, label))), settings),
    async update() {
      const clock = await look("clock");
      now.textContent = moment(clock.now);
      showWindow();
      showSettings(clock);
    },
  };
}
