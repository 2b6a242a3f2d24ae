// A team's client with something in every list: what pages look like when they are in use.

import { picture } from "./files.mjs";
import { agent, until } from "./widget.mjs";

/// Names and words of a length that is met in the world.
const LONG = "Wilhelmina Papadopoulou-Oyelaran van der Westhuizen";

const digits = (number) => number?.replace(/\D/g, "");

async function post(url, body, type = "application/json") {
  const response = await fetch(url, { method: "POST", headers: { "content-type": type }, body: Buffer.isBuffer(body) ? body : JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/// Signs in; gives the session's token.
async function signIn(url, email, password) {
  return (await post(`${url}/api/v1/auth/login`, { email, password })).token;
}

/// Whoever may do what, and programs.
async function furnishTeam({ ask, url }) {
  const join = async (name, email, role) => {
    const { token } = await ask("POST", "/invitations", { email, role });
    await post(`${url}/api/v1/auth/invitation`, { token, name, password: "a password of some length" });
  };
  await join("Beatrix Lindqvist", "bea@shop.test", "agent");
  await join(LONG, "wilhelmina.papadopoulou-oyelaran@customer-service.shop.test", "admin");
  await join("Cem", "cem@shop.test", "viewer");
  const { items: agents } = await ask("GET", "/agents");
  const byName = (name) => agents.find((it) => it.name === name).id;
  await ask("POST", `/agents/${byName("Cem")}/deactivate`);
  const bea = byName("Beatrix Lindqvist");
  await ask("POST", "/teams", { name: "Orders and returns", description: "Everything between the till and the doorstep.", members: [bea, byName(LONG)], roundRobin: true });
  await ask("POST", "/teams", { name: "Workshop" });
  await ask("POST", "/roles", { name: "Evening shift", permissions: ["conversations.read", "conversations.reply", "files.upload"] });
  await ask("POST", "/api-keys", { name: "Nightly export to the warehouse", scopes: ["conversations.read"] });
  const invitation = await ask("POST", "/invitations", { email: "dora.the.new.colleague@shop.test", role: "agent" });
  return { bea, invitation: invitation.token };
}

/// Everything that the settings list.
async function furnishSettings({ ask }) {
  const label = (name, color, description) => ask("POST", "/labels", { name, color, description });
  const complaint = await label("Complaint", "#d93025", "Somebody is angry, and with reason.");
  const refund = await label("Refund", "#1a73e8", null);
  await label("Waiting for the carrier's answer since last week", "#188038", "Nothing to be done by us.");
  await ask("POST", "/customer-attributes", { name: "tier", title: "Tier of loyalty", type: "select", options: ["Gold", "Silver", "Bronze"] });
  await ask("POST", "/customer-attributes", { name: "orders", title: "Orders so far", type: "number" });
  await ask("POST", "/conversation-attributes", { name: "order", title: "Order", type: "text" });
  await ask("POST", "/conversation-attributes", { name: "due", title: "Delivery due", type: "date" });
  const canned = await ask("POST", "/canned-responses", { name: "hello", content: "Hello {{customer.name|there}}! Thank you for writing. How can we help?" });
  await ask("POST", "/canned-responses", { name: "shipping-times-and-costs", content: "We ship within two working days. Within the EU a parcel takes three to five days and costs 6.90 €; from 80 € on it is free." });
  const macro = await ask("POST", "/macros", { name: "Thank and close", content: "Thank you, {{customer.name}}!", changes: { status: "closed", addLabels: [refund.id], priority: "low" } });
  await ask("POST", "/macros", { name: "Ask the carrier and look again tomorrow", content: "I have called the carrier.", messageKind: "note", snoozeMinutes: 1440 });
  const view = await ask("POST", "/views", { name: "Complaints that have waited for long", filter: { all: [{ label: [complaint.id] }, { any: [{ waiting: true }, { priority: ["high", "urgent"] }] }] }, order: "waiting" });
  const { webhook } = await ask("POST", "/webhooks", { url: "https://shop.test/hooks/what-customers-have-written/and-what-became-of-it", description: "The warehouse", events: ["messagePosted", "conversationChanged"] });
  return { complaint: complaint.id, refund: refund.id, canned: canned.id, macro: macro.id, view: view.id, webhook: webhook.id };
}

async function furnishWidgets({ ask }) {
  const hours = { timeZone: "Europe/Berlin", week: [{ days: ["monday", "tuesday", "wednesday", "thursday"], from: "09:00", to: "12:30" }, { days: ["monday", "tuesday", "wednesday", "thursday", "friday"], from: "13:00", to: "18:00" }], closedOn: ["2027-01-01"] };
  const fields = [{ name: "email", type: "email", label: { en: "E-mail address" }, required: true }];
  const settings = { businessHours: hours, preChatForm: { fields }, messages: { en: { title: "Oak & Ember", welcome: "Hi! 👋 Ask us anything about wood, wool, sizes or your order." } } };
  const widget = await ask("POST", "/widgets", { name: "The shop's front page", type: "floating", settings });
  await ask("POST", "/widgets", { name: "Spring sale", type: "popup" });
  for (const domain of ["shop.test", "*.landing-pages-of-the-spring-sale.shop.test"]) await ask("POST", `/widgets/${widget.id}/domains`, { domain });
  await ask("POST", `/widgets/${widget.id}/identity-keys`, { algorithm: "HS256", kid: "website-2026", key: "a secret that is long enough for a key of HS256" });
  return { widget: widget.id };
}

/// A conversation with a message of each kind, others in each state.
async function furnishConversations({ ask, emulator, number }, { bea, complaint, refund }) {
  const emulate = (what, body) => post(`${emulator}/_emu/${what}`, body);
  const writes = (user, what) => emulate("inbound", { user, phoneNumberId: number, ...(typeof what === "string" ? { text: what } : { message: what }) });
  const people = [["mira", "Mira Castellanos", "+34600100200"], ["long", LONG, "+31600100201"], ["omar", "عمر الفاروق", "+971500100202"], ["pest", "Best Offers", "+15550100203"]];
  for (const [id, name, phone] of people) await emulate("users", { id, name, phone });
  await writes("mira", "Hi! My oak table came today, and one leg is cracked 😕");
  const image = `${emulator}/_emu/media?user=mira&phoneNumberId=${number}&filename=leg.png&caption=${encodeURIComponent("This one, at the back")}`;
  await post(image, picture(640, 420), "image/png");
  await writes("mira", { location: { latitude: 41.39, longitude: 2.17, name: "Carrer de Mallorca 401", address: "08013 Barcelona" } });
  await writes("mira", { contacts: [{ name: { formatted_name: "Jordi (neighbour)" }, phones: [{ phone: "+34 600 100 299" }] }] });
  await writes("mira", { order: { catalog_id: "7", text: "And two of these, please", product_items: [{ product_retailer_id: "chair-oak-natural", quantity: 2, item_price: 129.5, currency: "EUR" }] } });
  await writes("long", "https://shop.test/a/very/long/address/that/nobody/types/but/everybody/pastes?and=with&parameters=that-go-on-and-on-and-on-without-any-place-to-break");
  await writes("omar", "مرحبا، هل تشحنون إلى دبي؟ أود طلب طاولة Oak 140 × 80 سم.");
  await writes("pest", "Buy cheap followers now!!!");
  const isWith = (phone) => (it) => digits(it.customerNumber) === digits(phone);
  const list = () => ask("GET", "/conversations?source=whatsapp&limit=100");
  const { items } = await until("everybody's conversation is there", list, ({ items }) => people.every(([, , phone]) => items.some(isWith(phone))));
  const [mira, long, omar, pest] = people.map(([, , phone]) => items.find(isWith(phone)));
  const say = (conversation, message) => ask("POST", `/conversations/${conversation.id}/messages`, message);
  const all = await until("all of hers are there", () => ask("GET", `/conversations/${mira.id}/messages?limit=50`), ({ items }) => items.length >= 5 && items.some((it) => it.attachments.length > 0));
  const me = (await ask("GET", "/me")).id;
  await ask("PATCH", `/conversations/${mira.id}`, { assigneeId: me, addLabels: [complaint, refund], priority: "urgent", subject: "Cracked leg", attributes: { order: "20417" } });
  await say(mira, { kind: "note", content: "@Beatrix Lindqvist we had this with the batch of June as well.", mentions: [{ type: "agent", id: bea }] });
  await say(mira, { content: "Oh no, I am sorry! A new leg goes out today, and the old one stays with you.", replyTo: all.items.at(-1).id });
  await say(mira, { contentType: "location", payload: { location: { latitude: 41.4, longitude: 2.18, name: "Our workshop" } } });
  await ask("PATCH", `/conversations/${long.id}`, { assigneeId: bea, priority: "high" });
  await ask("PATCH", `/conversations/${omar.id}`, { status: "closed" });
  await ask("POST", `/customers/${pest.customerId}/block`, {});
  await writes("pest", "Last chance!!!");
  await ask("PATCH", `/customers/${mira.customerId}`, { email: "mira.castellanos@mail.example", language: "es", attributes: { tier: "Gold", orders: 12 } });
  await ask("POST", `/customers/${mira.customerId}/notes`, { text: "Prefers to be called after six. Has a narrow staircase: nothing wider than 80 cm." });
  return { mira: mira.id, customer: mira.customerId, long: long.id, omar: omar.id, blocked: pest.customerId };
}

async function furnishNumber({ ask }) {
  const account = (await ask("GET", "/whatsapp/accounts")).items[0];
  const template = (name, category, components) => ask("POST", `/whatsapp/accounts/${account.id}/templates`, { name, language: "en", category, components });
  await template("order_on_its_way", "UTILITY", [
    { type: "HEADER", format: "TEXT", text: "Good news" },
    { type: "BODY", text: "Hello {{1}}, your order {{2}} is on its way and will be with you by {{3}} at the latest.", example: { body_text: [["Mira", "20417", "Friday"]] } },
    { type: "FOOTER", text: "Oak & Ember" },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Thank you" }, { type: "URL", text: "Follow it", url: "https://shop.test/parcels" }] },
  ]);
  await template("spring_sale_reject", "MARKETING", [{ type: "BODY", text: "Everything in oak is 20 % off until Sunday." }]);
  await ask("POST", `/whatsapp/accounts/${account.id}/templates/sync`);
  return { account: account.id };
}

/// Fills the client of whoever signs in by `email` and `password`; gives the ids of what was made.
export async function furnish({ url, email, password, emulator, number }) {
  const { ask } = agent(url, await signIn(url, email, password));
  const at = { ask, url, emulator, number };
  const team = await furnishTeam(at);
  const settings = await furnishSettings(at);
  const widgets = await furnishWidgets(at);
  const account = await furnishNumber(at);
  const talks = await furnishConversations(at, { ...team, ...settings });
  return { ...team, ...settings, ...widgets, ...account, ...talks };
}
