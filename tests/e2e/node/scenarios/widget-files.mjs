// A visitor sends files, by every way there is, and sees those of the team; what is too much is refused in words, and what a broken
// connection holds up goes on.
//
// URL, TOKEN    the server and a token of an agent
// KEYS          the keys of widgets on shop.test, as JSON {files, none, arabic}: the second takes no files
// SCREENSHOTS   a folder for pictures; left out: none are taken

import { expect, scenario, setting } from "./lib/browser.mjs";
import { document as pdf, file, picture as png } from "./lib/files.mjs";
import { agent, frame, frameOf, isAccessible, launcher, listenToWidget, open, picture, say, told, until } from "./lib/widget.mjs";
import { pageWith, websites } from "./lib/websites.mjs";

const MB = 1_000_000;
const url = setting("URL");
const keys = JSON.parse(setting("KEYS"));
const team = agent(url, setting("TOKEN"));
const sites = await websites(url, ({ pathname }) => keys[pathname.slice(1)] && pageWith(keys[pathname.slice(1)], { body: "<p>Chairs.</p>".repeat(40) }));

const log = (page) => frame(page).locator(".log");
const tray = (page) => frame(page).locator(".tray li");
const attach = (page) => frame(page).getByRole("button", { name: "Attach a file" });
const isReady = (page, count) => frame(page).locator(".tray li:not(:has(progress))").nth(count - 1).waitFor();
const send = (page) => frame(page).getByRole("button", { name: "Send" }).click();

async function choose(page, files) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), attach(page).click()]);
  await chooser.setFiles(files);
}

/// The team's message that has these files.
async function arrived(names) {
  const { message } = await until(`a message with ${names}`, async () => {
    const { items } = await team.ask("GET", "/conversations?source=website&limit=100");
    const all = [];
    for (const conversation of items) {
      const messages = await team.ask("GET", `/conversations/${conversation.id}/messages?limit=100`);
      for (const message of messages.items) all.push({ conversation, message });
    }
    return all.find(({ message }) => message.attachments.map((it) => it.name).join() === names.join()) ?? { all: all.map(({ message }) => message) };
  }, (it) => it.message !== undefined);
  return message;
}

const bytesOf = async (link) => Buffer.from(await (await fetch(new URL(link.replace("https://chat.test", url), url))).arrayBuffer());

/// By the button: several at once, with words.
async function byTheButton(page) {
  const [chair, invoice] = [png(640, 480), pdf()];
  await choose(page, [file("chair.png", "image/png", chair), file("invoice.pdf", "application/pdf", invoice)]);
  await isReady(page, 2);
  await frame(page).locator(".tray").getByText("Ready to be sent").waitFor();
  await isAccessible(page, "chosen files");
  await picture(page, "files-chosen");
  await say(page, "One leg is loose");
  await log(page).locator(".own .picture img").waitFor();
  const message = await arrived(["chair.png", "invoice.pdf"]);
  expect("its words", message.content, "One leg is loose");
  expect("the kinds", message.attachments.map((it) => it.kind).join(), "image,document");
  expect("the second as it was sent", (await bytesOf(message.attachments[1].url)).equals(invoice), true);
  const image = log(page).locator(".own .picture img");
  expect("the picture's other text", await image.getAttribute("alt"), "chair.png");
  await until("whether it is seen", () => image.evaluate((it) => it.naturalWidth), (width) => width > 0);
  for (const link of await log(page).locator(".own a").all()) {
    expect("where it opens", `${await link.getAttribute("target")} ${await link.getAttribute("rel")}`, "_blank noopener");
  }
  await log(page).locator(".own .file", { hasText: "invoice.pdf" }).getByText("1 kB").waitFor();
  expect("what is left in the tray", await tray(page).count(), 0);
  const [tab] = await Promise.all([page.waitForEvent("popup"), log(page).locator(".own .picture").click()]);
  await tab.waitForURL(/\/files\//);
  expect("what the new tab knows of the chat", await tab.evaluate(() => window.opener), null);
  await tab.close();
}

/// A picture from the clipboard, without a word.
async function byPasting(page) {
  const bytes = [...png(200, 300)];
  await frame(page).locator("textarea").evaluate((field, bytes) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(bytes)], "pasted.png", { type: "image/png" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, bytes);
  await isReady(page, 1);
  await send(page);
  const message = await arrived(["pasted.png"]);
  expect("the words of a message of a file alone", message.content, "");
  await log(page).getByRole("img", { name: "pasted.png" }).waitFor();
}

/// What is copied from a document is text, though it brings a picture along; text stays text.
async function asText(page) {
  const isTaken = await frame(page).locator("textarea").evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "1\t2");
    clipboardData.setData("text/html", "<table></table>");
    clipboardData.items.add(new File(["x"], "table.png", { type: "image/png" }));
    return !field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  expect("whether a table from a sheet is taken for a picture", isTaken, false);
}

/// Dropped anywhere on the panel, which says that it may be.
async function byDropping(page) {
  const inside = await frameOf(page);
  const drag = (type, name = "h1") => inside.evaluate(([type, name, bytes]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], "dropped.pdf", { type: "application/pdf" }));
    return !document.querySelector(name).dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, [type, name, type === "drop" ? [...pdf()] : [1]]);
  const hint = frame(page).locator(".drop");
  await drag("dragenter");
  await hint.getByText("Drop the files to attach them").waitFor();
  await isAccessible(page, "files over the panel");
  await picture(page, "files-over");
  await drag("dragenter", "textarea");
  await drag("dragleave", "h1");
  expect("whether it is still said within the panel", await hint.count(), 1);
  await drag("dragleave", "textarea");
  await hint.waitFor({ state: "detached" });
  await drag("dragenter");
  expect("whether the browser would open it", await drag("drop"), true);
  await hint.waitFor({ state: "detached" });
  await isReady(page, 1);
  await send(page);
  await arrived(["dropped.pdf"]);
}

/// Without a mouse; and taken away again before it is sent.
async function byKeyboard(page) {
  await frame(page).locator("textarea").focus();
  await page.keyboard.press("Shift+Tab");
  await attach(page).and(frame(page).locator(":focus")).waitFor();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  await chooser.setFiles([file("wrong.pdf", "application/pdf", pdf())]);
  await isReady(page, 1);
  await frame(page).locator("textarea:focus").waitFor();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await frame(page).getByRole("button", { name: "Remove wrong.pdf" }).and(frame(page).locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  await tray(page).waitFor({ state: "detached" });
  await frame(page).locator("textarea:focus").waitFor();
}

/// What is refused says why: before it is sent where that is known, and by the server where it is not.
async function refused(page) {
  await choose(page, [
    file("film.pdf", "application/pdf", Buffer.alloc(26 * MB)),
    file("setup.exe", "application/x-msdownload", Buffer.from("MZ")),
    file("disguised.png", "image/png", Buffer.from("<!doctype html><script>alert(1)</script>")),
    file("good.pdf", "application/pdf", pdf()),
  ]);
  const why = (name, reason) => tray(page).filter({ hasText: name }).getByRole("alert").getByText(reason).waitFor();
  await why("film.pdf", /^Too large: at most 25 MB/);
  await why("setup.exe", "Files of this type cannot be sent here.");
  await why("disguised.png", "Files of this type cannot be sent here.");
  await isReady(page, 4);
  await isAccessible(page, "refused files");
  await picture(page, "files-refused");
  await say(page, "Only the good one");
  const message = await arrived(["good.pdf"]);
  expect("its words", message.content, "Only the good one");
  expect("what stays, with its reason", await tray(page).count(), 3);
  for (let left = 3; left > 0; left -= 1) await tray(page).first().getByRole("button", { name: "Remove" }).click();
  await choose(page, Array.from({ length: 11 }, (_, at) => file(`${at}.pdf`, "application/pdf", pdf())));
  await why("10.pdf", "At most 10 files");
  for (let left = 11; left > 0; left -= 1) await tray(page).first().getByRole("button", { name: "Remove" }).click();
}

/// How far it is can be seen, words pass it by, and it can be stopped.
async function underWay(page) {
  // More than what the machine takes on its way by itself.
  const large = pdf(20 * MB);
  await page.evaluate(() => window.ChatWidget("send", "Before the large one"));
  await team.conversationWith("Before the large one");
  sites.stall();
  await choose(page, [file("large.pdf", "application/pdf", large)]);
  const bar = tray(page).getByRole("progressbar", { name: "large.pdf" });
  const part = await until("how far it is", () => bar.evaluate((it) => it.value), (value) => value > 0);
  expect("whether it is there yet", part < 1, true);
  await frame(page).locator(".tray").getByText("Please stay on this page").waitFor();
  await isAccessible(page, "files under way");
  await picture(page, "files-under-way");
  await say(page, "With a large file");
  await log(page).locator(".own", { hasText: "With a large file" }).getByRole("progressbar").waitFor();
  await picture(page, "files-waiting");
  sites.mend();
  await say(page, "Words that pass it by");
  await team.conversationWith("Words that pass it by");
  const message = await arrived(["large.pdf"]);
  expect("its words", message.content, "With a large file");
  expect("its size", message.attachments[0].size, large.length);

  sites.stall();
  await choose(page, [file("unwanted.pdf", "application/pdf", large)]);
  await until("how far it is", () => tray(page).getByRole("progressbar").evaluate((it) => it.value), (value) => value > 0);
  const stopped = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/attachments"));
  await tray(page).getByRole("button", { name: "Remove unwanted.pdf" }).click();
  await stopped;
  sites.mend();
  await tray(page).waitFor({ state: "detached" });
}

/// The network goes away in the middle, and comes back.
async function outage(page) {
  sites.cut();
  await frame(page).locator(".notice", { hasText: "No connection" }).waitFor();
  await choose(page, [file("offline.pdf", "application/pdf", pdf(3 * MB))]);
  await say(page, "Written without a connection");
  const line = log(page).locator(".own", { hasText: "Written without a connection" });
  await line.getByText("Please stay on this page").waitFor();
  await picture(page, "files-offline");
  sites.mend();
  await line.locator(".sent, .delivered, .read").waitFor({ timeout: 60_000 });
  const message = await arrived(["offline.pdf"]);
  expect("its words", message.content, "Written without a connection");
}

/// A page that is left takes what was not uploaded with it, and says so; what was uploaded is sent.
async function reload(page) {
  sites.cut();
  await frame(page).locator(".notice", { hasText: "No connection" }).waitFor();
  await choose(page, [file("left-behind.pdf", "application/pdf", pdf())]);
  await say(page, "Is it still there?");
  await log(page).locator(".own", { hasText: "Is it still there?" }).getByText("Please stay on this page").waitFor();
  // Before it may be uploaded after all.
  await page.route("**/attachments", (route) => route.abort());
  sites.mend();
  await page.reload();
  await told(page, "ready");
  const line = log(page).locator(".own", { hasText: "Is it still there?" });
  await line.getByText("The page was left before this file was sent").waitFor();
  await page.unroute("**/attachments");
  await isAccessible(page, "a file that was lost");
  await picture(page, "files-lost");
  await line.getByRole("button", { name: "Remove left-behind.pdf" }).click();
  await team.conversationWith("Is it still there?");
}

/// The team's file reaches the visitor, also the one who reads it later.
async function fromTheTeam(page) {
  const conversation = await team.conversationWith("One leg is loose");
  const upload = async (name, type, bytes) => {
    const form = new FormData();
    form.append("file", new Blob([bytes], { type }), name);
    const answer = await fetch(`${url}/api/v1/attachments`, { method: "POST", headers: { authorization: `Bearer ${setting("TOKEN")}` }, body: form });
    expect(`how ${name} is taken`, answer.status, 201);
    return (await answer.json()).id;
  };
  const manual = pdf(2 * MB);
  const attachmentIds = [await upload("how-to-mend-it.pdf", "application/pdf", manual), await upload("a leg.png", "image/png", png(300, 700))];
  await team.ask("POST", `/conversations/${conversation.id}/messages`, { content: "Look here", attachmentIds });
  const link = log(page).locator(".theirs .file", { hasText: "how-to-mend-it.pdf" });
  await link.waitFor();
  await link.getByText("2 MB").waitFor();
  await log(page).locator(".theirs").getByRole("img", { name: "a leg.png" }).waitFor();
  expect("the file as it was sent", (await bytesOf(await link.getAttribute("href"))).equals(manual), true);
  await isAccessible(page, "files of the team");
  await picture(page, "files-of-the-team");
  await page.reload();
  await told(page, "ready");
  await log(page).getByRole("img", { name: "a leg.png" }).waitFor();
  await team.ask("POST", `/conversations/${conversation.id}/messages`, { content: "", attachmentIds: [await upload("alone.pdf", "application/pdf", pdf())] });
  await log(page).locator(".theirs .file", { hasText: "alone.pdf" }).waitFor();
  await frame(page).getByRole("button", { name: "All conversations" }).click();
  await frame(page).locator(".list li", { hasText: "File" }).getByRole("button").click();
}

async function otherLooks(page) {
  await page.emulateMedia({ colorScheme: "dark" });
  await choose(page, [file("chair.png", "image/png", png(640, 480)), file("setup.exe", "application/x-msdownload", Buffer.from("MZ"))]);
  await isReady(page, 2);
  const below = () => log(page).evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight);
  await until("how much of the log is below what is seen", below, (rest) => rest < 2);
  await isAccessible(page, "files in the dark");
  await picture(page, "files-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 700 });
  await page.locator("dialog:modal").waitFor();
  await isAccessible(page, "files on a phone");
  const inside = await frameOf(page);
  expect("whether it scrolls sideways", await inside.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  await picture(page, "files-phone");
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function fromRightToLeft(page) {
  await page.goto("https://shop.test/arabic");
  await told(page, "ready");
  await open(page);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), frame(page).getByRole("button", { name: "أرفق ملفًا" }).click()]);
  await chooser.setFiles([file("كرسي.png", "image/png", png(640, 480)), file("setup.exe", "application/x-msdownload", Buffer.from("MZ"))]);
  await isReady(page, 2);
  await say(page, "انظروا");
  await log(page).getByRole("img", { name: "كرسي.png" }).waitFor();
  await isAccessible(page, "files in Arabic");
  await picture(page, "files-arabic");
}

/// Who takes no files offers no way to send them, and none is sent.
async function whereNoneAreTaken(page) {
  await page.goto("https://shop.test/none");
  await told(page, "ready");
  await open(page);
  expect("whether there is a button", await attach(page).count(), 0);
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/attachments") && asked.push(request.url()));
  const isKept = await frame(page).locator("h1").evaluate((target) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "x.pdf", { type: "application/pdf" }));
    return !target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  expect("whether the browser is kept from showing it in place of the chat", isKept, true);
  await say(page, "Words alone");
  await team.conversationWith("Words alone");
  expect("what was uploaded", asked.length, 0);
}

try {
  // A connection that is cut and a file that is refused are errors on the console.
  await scenario(async (page) => {
    // While nobody listens for choosers, the browser opens them itself.
    page.on("filechooser", () => {});
    await listenToWidget(page);
    await page.goto("https://shop.test/files");
    await told(page, "ready");
    await launcher(page).click();
    await attach(page).waitFor();
    await byTheButton(page);
    await byPasting(page);
    await asText(page);
    await byDropping(page);
    await byKeyboard(page);
    await refused(page);
    await underWay(page);
    await outage(page);
    await reload(page);
    await fromTheTeam(page);
    await otherLooks(page);
    await fromRightToLeft(page);
    await whereNoneAreTaken(page);
  }, { ...sites.asPeopleHaveIt(), allow: () => true, viewport: { width: 1280, height: 800 } });
} finally {
  sites.close();
}
