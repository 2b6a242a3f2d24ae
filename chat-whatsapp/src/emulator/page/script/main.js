// Puts the page together and keeps it up to date.

import { developer } from "./developer.js";
import { h } from "./dom.js";
import { attempt, follow, look, query } from "./emulator.js";
import { people } from "./people.js";
import { phone } from "./phone.js";

const PANES = [
  ["people", "People"],
  ["phone", "Phone"],
  ["developer", "Developer"],
];
const narrow = matchMedia("(max-width: 1099px)");

/// What is looked at. The person and the number are kept in the address, so that a link leads back to them.
const state = { person: null, number: null, numbers: [], people: [], chat: null };

function readAddress() {
  const address = new URLSearchParams(location.hash.slice(1));
  state.person = address.get("person");
  state.number = address.get("number");
}

function writeAddress() {
  const address = new URLSearchParams();
  if (state.person) address.set("person", state.person);
  if (state.number && state.numbers.length > 1) address.set("number", state.number);
  history.replaceState(null, "", `#${address}`);
}

const context = {
  state,
  refresh,
  /// Goes to somebody's chat.
  async choose(person, number = state.number) {
    Object.assign(state, { person, number, chat: null });
    await refresh();
    show("phone");
  },
  show,
};
const views = { people: people(context), phone: phone(context), developer: developer(context) };

async function refresh() {
  const { numbers } = await look("numbers");
  state.numbers = numbers;
  if (!numbers.some(({ phoneNumberId }) => phoneNumberId === state.number)) state.number = numbers[0]?.phoneNumberId ?? null;
  const of = query({ phoneNumberId: state.number });
  state.people = state.number ? (await look(`people${of}`)).people : [];
  if (!state.people.some(({ id }) => id === state.person)) state.person = state.people[0]?.id ?? null;
  const asked = state.person;
  const chat = asked ? await look(`user/${encodeURIComponent(asked)}/chat${of}`) : null;
  // Somebody else may have been chosen meanwhile.
  if (asked !== state.person) return;
  state.chat = chat;
  writeAddress();
  views.people.update();
  views.phone.update();
  await views.developer.update();
  await readWhatIsSeen();
}

/// Whoever has the chat open in front of them has read what came.
async function readWhatIsSeen() {
  const { chat, person, number } = state;
  const isSeen = document.visibilityState === "visible" && (!narrow.matches || document.body.dataset.pane === "phone");
  if (!isSeen || !chat?.user.online || !chat.messages.some(({ unread }) => unread)) return;
  await attempt(`user/${encodeURIComponent(person)}/read`, { phoneNumberId: number });
}

/// Shows one of the panes where there is no room for all of them.
function show(pane) {
  document.body.dataset.pane = pane;
  for (const button of document.getElementById("panes").children) {
    button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
  }
}

function start() {
  const panes = PANES.map(([pane, label]) =>
    h("button", { type: "button", data: { pane }, "aria-pressed": String(pane === "phone"), onclick: () => show(pane) }, label),
  );
  document.getElementById("panes").append(...panes);
  const developerToggle = document.getElementById("developer-toggle");
  developerToggle.addEventListener("click", () => {
    const isShown = document.body.classList.toggle("without-developer");
    developerToggle.setAttribute("aria-expanded", String(!isShown));
    refresh();
  });
  addEventListener("hashchange", () => {
    readAddress();
    refresh();
  });
  document.addEventListener("visibilitychange", readWhatIsSeen);
  readAddress();
  follow(refresh, (isConnected) => document.body.classList.toggle("disconnected", !isConnected));
}

start();
