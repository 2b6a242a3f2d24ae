// The buttons below a message, and the list that opens from one.

import { dialog, h, toast } from "./dom.js";
import { attempt } from "./emulator.js";
import { icon } from "./icons.js";

/// The choices of a message of the business.
export function choices(message, tools) {
  if (message.from !== "business") return null;
  if (message.type === "interactive") return ofInteractive(message.content ?? {}, message, tools);
  if (message.type === "template") return allButtons(message.shown ?? {}).map((button) => ofTemplate(button, message, tools));
  return null;
}

const tap = (tools, message, button) =>
  attempt(`user/${encodeURIComponent(tools.chat.user.id)}/tap`, { messageId: message.id, button });

function choice(label, name, onclick) {
  return h("button", { type: "button", class: "choice", onclick }, name && icon(name), h("span", null, label));
}

function leads(label, url) {
  return h("a", { class: "choice", href: url, target: "_blank", rel: "noopener noreferrer" }, icon("link"), h("span", null, label));
}

const isWeb = (url) => /^https?:\/\//.test(url ?? "");

function ofInteractive({ type, action = {} }, message, tools) {
  const parameters = action.parameters ?? {};
  switch (type) {
    case "button":
      return (action.buttons ?? []).map(({ reply }) => choice(reply.title, "reply", () => tap(tools, message, reply.id)));
    case "list":
      return choice(action.button, "list", () => chooseRow(action, message, tools));
    case "cta_url":
      return isWeb(parameters.url) && leads(parameters.display_text, parameters.url);
    case "location_request_message":
      return choice("Send location", "pin", () => tools.compose.location(message));
    case "request_contact_info":
      return choice("Share my number", "contact", () => tools.compose.ownContact(message));
    default:
      return null;
  }
}

/// The rows of a list, of which one is sent.
function chooseRow({ button, sections = [] }, message, tools) {
  const send = async (row) => {
    if (await tap(tools, message, row.id)) box.close();
  };
  const shown = sections.map(({ title, rows = [] }) =>
    h(
      "section",
      { class: "rows" },
      title && h("h3", null, title),
      rows.map((row) => h("button", { type: "button", class: "list-row", onclick: () => send(row) }, h("b", null, row.title), row.description && h("span", null, row.description))),
    ),
  );
  const close = h("div", { class: "dialog-buttons" }, h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Cancel"));
  const box = dialog(button, ...shown, close);
}

/// The buttons of a template and of its cards.
const allButtons = ({ buttons = [], carousel = [] }) => [...buttons, ...carousel.flatMap(allButtons)];

function ofTemplate(button, message, tools) {
  switch (button.type) {
    case "quick_reply":
      return choice(button.text, "reply", () => tap(tools, message, button.payload ?? button.text));
    case "url":
      return isWeb(button.url) && leads(button.text, button.url);
    case "phone_number":
      return choice(button.text, "phone", () => toast(`It would call ${button.phone_number}.`));
    case "copy_code":
    case "otp":
      return choice(button.text ?? "Copy code", "copy", async () => {
        await navigator.clipboard.writeText(button.code ?? "");
        toast("The code was copied.");
      });
    default:
      return choice(button.text ?? button.type, null, () => toast("What this button does is not emulated."));
  }
}
