// What runs in the worker: an agent's client, and nothing of a page. It is told what to do, and tells what has come of it.

import { indexedDbStorage } from "../../../../../chat-transport-ws/client/src/indexeddb.ts";
import { ChatClient } from "../../../../../chat-transport-ws/client/src/index.ts";

let chat;
let list;

/// Waits until a store's value fits.
const until = (store, fits) =>
  new Promise((resolve) => {
    const look = () => {
      if (!fits(store.get())) return;
      stop();
      resolve(store.get());
    };
    let stop = () => {};
    stop = store.subscribe(look);
    queueMicrotask(look);
  });

const deeds = {
  async connect({ url, token }) {
    chat = new ChatClient({ url, auth: () => token, storage: indexedDbStorage() });
    chat.on("message", ({ content, senderType }) => postMessage({ heard: { content, senderType } }));
    await chat.connect();
    list = chat.conversations();
    await until(list, ({ isLoaded }) => isLoaded);
    const { status } = chat.connection.get();
    return { isPage: typeof document !== "undefined", status };
  },
  async answer({ to, text }) {
    const asks = (it) => it.lastMessage?.content === to;
    const { items } = await until(list, ({ items }) => items.some(asks));
    const thread = chat.conversation(items.find(asks).id);
    await until(thread.messages, (messages) => messages.length === 1);
    thread.send({ content: text });
    const messages = await until(thread.messages, (all) => all.length === 2 && all.every((it) => !it.pending) && ["sent", "delivered", "read"].includes(all[1].status));
    return messages.map(({ content, senderType }) => `${senderType}: ${content}`);
  },
  async leave() {
    chat.destroy();
    return chat.connection.get().status;
  },
};

onmessage = async ({ data: { what, ...given } }) => {
  try {
    postMessage({ what, done: await deeds[what](given) });
  } catch (error) {
    postMessage({ what, failed: String(error?.stack ?? error) });
  }
};
