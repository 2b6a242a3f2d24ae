// Making a person, and changing who they are.

import { dialog, field, h, toast } from "./dom.js";
import { order } from "./emulator.js";

const FIRST = ["Ada", "Bruno", "Chioma", "Daan", "Esra", "Farid", "Greta", "Hana", "Ivo", "Jun", "Kofi", "Leila", "Mateo", "Nora", "Omar", "Priya"];
const LAST = ["Almeida", "Berg", "Costa", "Dubois", "Eriksen", "Ferrari", "Garcia", "Haddad", "Ito", "Jansen", "Kaya", "Lindqvist", "Mensah", "Novak", "Okafor", "Rossi"];

const any = (list) => list[Math.floor(Math.random() * list.length)];
const digits = (count) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join("");

/// Somebody who is not among `people` yet. The number is from the range that no real phone has.
export function somebody(people) {
  const names = new Set(people.map(({ name }) => name));
  let name = `${any(FIRST)} ${any(LAST)}`;
  for (let tries = 0; names.has(name) && tries < 20; tries += 1) name = `${any(FIRST)} ${any(LAST)}`;
  return { name, phone: `+1${any(["212", "303", "415", "650", "718"])}55501${digits(2)}` };
}

/// Asks who somebody is: a new person, or one that is there.
export function editPerson(person, done) {
  const name = field("Name", { value: person?.name ?? "", maxLength: 100, required: !person });
  const phone = field("Phone number", { value: person?.phone ? `+${person.phone}` : "", type: "tel", placeholder: "+1 650 555 0123" }, person ? "Changed without a word to the business" : "Empty: somebody known by a username alone");
  const username = field("Username", { value: person?.username ?? "", placeholder: "without @" });
  const hide = h("input", { type: "checkbox", checked: person?.hidePhone ?? false });
  const id = person?.id ?? undefined;
  const save = async () => {
    const values = { id, name: name.input.value.trim() || null, phone: phone.input.value.trim() || null, username: username.input.value.trim() || null, hidePhone: hide.checked };
    const made = await order("users", values);
    await done(made.id);
  };
  ask(person ? "Who is this?" : "Who has a phone?", person ? "Save" : "Give a phone", save, [
    name.row,
    phone.row,
    username.row,
    h("label", { class: "check" }, hide, h("span", null, "Hide the phone number from businesses")),
  ]);
}

/// Asks for the number that somebody has from now on; the business is told.
export function newNumber(person, done) {
  const phone = field("New phone number", { type: "tel", required: true, placeholder: "+1 650 555 0123" }, "WhatsApp tells the businesses that know the old one");
  const save = async () => {
    await order(`user/${encodeURIComponent(person.id)}/change_number`, { phone: phone.input.value });
    toast("The business was told of the new number.");
    await done();
  };
  ask("Change the number", "Change", save, [phone.row]);
}

/// A dialog with a form. What is wrong stays in it, with the reason.
export function ask(title, action, save, rows) {
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      await save();
      box.close();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  const buttons = h(
    "div",
    { class: "dialog-buttons" },
    h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel"),
    h("button", { type: "submit", class: "main" }, action),
  );
  const box = dialog(title, h("form", { method: "dialog", onsubmit: submit }, ...rows, problem, buttons));
  return box;
}
