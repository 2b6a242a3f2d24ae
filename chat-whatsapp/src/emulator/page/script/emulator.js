// The control API.

import { toast } from "./dom.js";

const ROOT = new URL("_emu/", document.baseURI);

async function ask(path, options) {
  const response = await fetch(new URL(path, ROOT), options);
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = { error: text || response.statusText };
  }
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

/// Writes a path's query, without what is not there.
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

export const look = (path) => ask(path);

/// Does something; what is wrong with it is thrown.
export const order = (path, body = {}, method = "POST") =>
  ask(path, { method, headers: { "content-type": "application/json" }, body: method === "POST" ? JSON.stringify(body) : undefined });

/// Does something; what is wrong with it is shown. Gives null then.
export async function attempt(path, body, method) {
  try {
    return await order(path, body, method);
  } catch (error) {
    toast(error.message, "bad");
    return null;
  }
}

/// The types that browsers have other names for.
const NAMES = { "audio/x-m4a": "audio/mp4", "audio/mp3": "audio/mpeg", "image/jpg": "image/jpeg", "video/quicktime": "video/mp4" };

/// Sends a file as the user.
export async function sendFile(file, values) {
  const type = NAMES[file.type] ?? (file.type || "application/octet-stream");
  return ask(`media${query(values)}`, { method: "POST", headers: { "content-type": type }, body: file });
}

/// Where a file is shown from.
export const mediaUrl = (id) => new URL(`media/${encodeURIComponent(id)}`, ROOT).href;

/// Calls `refresh` now and after everything that happens, until the page is left.
export async function follow(refresh, isConnected) {
  let seen;
  for (;;) {
    try {
      const { change } = await look(`changes${query({ after: seen })}`);
      if (change !== seen) await refresh();
      seen = change;
      isConnected(true);
      // What happens in a burst is shown at once.
      await pause(60);
    } catch {
      seen = undefined;
      isConnected(false);
      await pause(1_500);
    }
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
