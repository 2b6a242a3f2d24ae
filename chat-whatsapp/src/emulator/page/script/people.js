// The people: who there is, and what their phones are set to.

import { fill, h, reconcile, toast, toggle } from "./dom.js";
import { attempt } from "./emulator.js";
import { icon } from "./icons.js";
import { editPerson, newNumber, somebody } from "./person.js";
import { avatar, nameOf, preview, time } from "./words.js";

export function people({ state, refresh, choose }) {
  const list = h("ul", { class: "person-list" });
  const nobody = h("p", { class: "hint" }, "Nobody has a phone yet. Give one to somebody: they can write to the business at once.");
  const settings = h("section", { class: "settings", "aria-label": "Settings of this phone" });
  const numbers = h("div", { class: "numbers" });
  const add = h("button", { type: "button", class: "quiet", onclick: () => editPerson(null, choose) }, icon("plus"), "New");
  const random = h("button", { type: "button", class: "quiet", onclick: addSomebody }, icon("dice"), "Random");

  fill(
    document.getElementById("people"),
    h("div", { class: "pane-head" }, h("h2", null, "People"), h("div", { class: "row" }, add, random)),
    numbers,
    nobody,
    list,
    settings,
  );

  async function addSomebody() {
    const made = await attempt("users", somebody(state.people));
    if (made) await choose(made.id);
  }

  function item(person) {
    const open = h("button", { type: "button", class: "person", onclick: () => choose(person.id) });
    return h("li", null, open);
  }

  function describe(element, person) {
    const open = element.firstElementChild;
    const name = nameOf(person);
    const last = person.last;
    const line = last ? `${last.from === "user" ? "You: " : ""}${preview(last)}` : person.phone ? `+${person.phone}` : "No phone number";
    const told = JSON.stringify([name, line, last?.at, person.unread, person.online, person.id === state.person]);
    if (open.dataset.told === told) return;
    open.dataset.told = told;
    open.setAttribute("aria-current", String(person.id === state.person));
    fill(
      open,
      h("span", { class: "person-picture" }, avatar(name, person.id), h("span", { class: person.online ? "presence on" : "presence" })),
      h("span", { class: "person-words" }, h("span", { class: "person-name" }, name), h("span", { class: "person-last" }, line)),
      h(
        "span",
        { class: "person-side" },
        last && h("span", { class: "person-time" }, time(last.at)),
        person.unread > 0 && h("span", { class: "badge" }, person.unread, h("span", { class: "unseen" }, " unread")),
        !person.online && h("span", { class: "unseen" }, "offline"),
      ),
    );
  }

  function showNumbers() {
    if (state.numbers.length < 2) return fill(numbers);
    const told = JSON.stringify([state.numbers, state.number]);
    if (numbers.dataset.told === told) return;
    numbers.dataset.told = told;
    const options = state.numbers.map(({ phoneNumberId, name, number }) =>
      h("option", { value: phoneNumberId, selected: phoneNumberId === state.number }, `${name} ${number}`),
    );
    const select = h("select", { onchange: () => choose(state.person, select.value) }, options);
    fill(numbers, h("label", { class: "field" }, h("span", null, "They write to"), select));
  }

  function showSettings() {
    const { chat } = state;
    settings.hidden = !chat;
    if (!chat) return;
    const { user, optedOut } = chat;
    const told = JSON.stringify([user, optedOut]);
    if (settings.dataset.told === told) return;
    settings.dataset.told = told;
    const focused = settings.contains(document.activeElement) ? document.activeElement.closest("[data-name]")?.dataset.name : null;
    const set = (change) => attempt("users", { id: user.id, ...change });
    const path = `user/${encodeURIComponent(user.id)}`;
    const named = (name, element) => {
      element.dataset.name = name;
      return element;
    };
    fill(
      settings,
      h("h3", null, `${nameOf(user)}'s phone`),
      named("online", toggle("Online", "Off: messages wait, and nothing is sent", user.online, (online) => set({ online }))),
      named("receipts", toggle("Read receipts", "The business sees what was read", user.readReceipts, (readReceipts) => set({ readReceipts }))),
      named("hide", toggle("Hide phone number", "The business knows an id instead", user.hidePhone, (hidePhone) => set({ hidePhone }))),
      named(
        "marketing",
        toggle("No marketing", "From this business", optedOut, (stop) =>
          attempt(`${path}/${stop ? "opt_out" : "opt_in"}`, { phoneNumberId: state.number }),
        ),
      ),
      named("blocked", toggle("Block businesses", "What they send fails", user.blocked, (blocked) => set({ blocked }))),
      h(
        "div",
        { class: "row wrap" },
        h("button", { type: "button", class: "quiet", onclick: () => editPerson(user, choose) }, icon("pen"), "Edit"),
        h("button", { type: "button", class: "quiet", onclick: () => newNumber(user, refresh) }, "Change number"),
        h("button", { type: "button", class: "quiet", onclick: () => newIdentity(path) }, "New id"),
      ),
    );
    if (focused) settings.querySelector(`[data-name="${focused}"] input`)?.focus();
  }

  async function newIdentity(path) {
    if (await attempt(`${path}/rotate_bsuid`)) toast("The business was told of the new id.");
  }

  function update() {
    nobody.hidden = state.people.length > 0;
    const at = ({ last }) => last?.at ?? "";
    const sorted = [...state.people].sort((a, b) => at(b).localeCompare(at(a)) || nameOf(a).localeCompare(nameOf(b)));
    reconcile(list, sorted, ({ id }) => id, item, describe);
    showNumbers();
    showSettings();
  }

  return { update };
}
