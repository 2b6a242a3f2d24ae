// Elements, made without a word of markup.

/// Makes an element. Properties that begin with `on` are listeners, `class` and everything with a dash are attributes, the rest are
/// properties. Children that are null or false are left out; texts stay texts.
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "list") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/// Puts children into an element, in place of what was there.
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/// Shows items as elements that stay the same as long as their items do, so that neither focus nor a playing sound is lost.
/// `make(item)` gives an element, `update(element, item)` changes it.
export function reconcile(parent, items, key, make, update) {
  const known = new Map([...parent.children].map((element) => [element.dataset.key, element]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let element = known.get(name);
    known.delete(name);
    if (!element) {
      element = make(item);
      element.dataset.key = name;
    }
    update?.(element, item);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const element of known.values()) element.remove();
}

/// A switch with its name and what it means.
export function toggle(label, hint, on, change) {
  const input = h("input", { type: "checkbox", checked: on, onchange: () => change(input.checked) });
  input.setAttribute("role", "switch");
  return h("label", { class: "switch" }, h("span", { class: "switch-words" }, label, hint && h("small", null, hint)), input);
}

/// A dialog that is gone once it is closed.
export function dialog(title, ...content) {
  const heading = h("h2", { id: "dialog-title" }, title);
  const box = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title", onclose: () => box.remove() }, heading, ...content);
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/// A field with its label.
export function field(label, properties, hint) {
  const input = h("input", { type: "text", autocomplete: "off", ...properties });
  return { input, row: h("label", { class: "field" }, h("span", null, label), input, hint && h("small", null, hint)) };
}

/// Says something for a few seconds, to eyes and to screen readers.
export function toast(words, kind = "plain") {
  const note = h("p", { class: `toast ${kind}` }, words);
  const list = document.getElementById("toasts");
  list.append(note);
  while (list.children.length > 3) list.firstElementChild.remove();
  setTimeout(() => note.remove(), 6_000);
}
