// An agent tries a widget out that may appear nowhere yet; somebody who has not signed in gets nothing.
//
// URL, TOKEN    the server and a token of an agent
// KEYS          the keys of widgets without any domain, as JSON {floating, embedded}
// SCREENSHOTS   a folder for pictures; left out: none are taken

import { expect, scenario, setting } from "./lib/browser.mjs";
import { agent, frame, isAccessible, launcher, listenToWidget, picture, say, told } from "./lib/widget.mjs";
import { CHAT, websites } from "./lib/websites.mjs";

const keys = JSON.parse(setting("KEYS"));
const team = agent(setting("URL"), setting("TOKEN"));
const sites = await websites(setting("URL"), () => undefined);

try {
  await scenario(async (page, context) => {
    await listenToWidget(page);
    for (const [kind, key] of Object.entries(keys)) {
      const url = `${CHAT}/w/${key}/preview`;
      expect("a preview for nobody", (await fetch(`${setting("URL")}/w/${key}/preview`)).status, 403);
      await context.addCookies([{ name: "chat_session", value: setting("TOKEN"), url: CHAT, httpOnly: true, sameSite: "Lax" }]);
      await page.goto(url);
      await told(page, "ready");
      if (kind === "floating") await launcher(page).click();
      await say(page, `Trying out ${kind}`);
      await team.answer(await team.conversationWith(`Trying out ${kind}`), "It works");
      await frame(page).locator(".theirs", { hasText: "It works" }).waitFor();
      await isAccessible(page, `the preview of ${kind}`);
      await picture(page, `preview-${kind}`);
    }
  }, { ...sites.asPeopleHaveIt(), viewport: { width: 1280, height: 800 } });
} finally {
  sites.close();
}
