// Drives real socket.io-client sockets by JSON lines.
//
// In, on stdin, one object a line:
//   {op:"connect", id, url, namespace?, options?}     options are socket.io-client's own
//   {op:"emit", id, event, args?, ack?, timeout?}     ack: a number that names the answer; timeout in ms
//   {op:"burst", id, event, count}                    emits the numbers from 0 up to count, without a pause
//   {op:"drop", id}                                   closes the connection below the socket, as a network would
//   {op:"disconnect", id}                             the client leaves
//   {op:"reconnect", id}                              a socket that left or was refused tries again
//   {op:"close"}                                      ends the process
// Out, on stdout, one object a line, each with `id` and `kind`:
//   connect, connect_error, disconnect, event, ack, transport, ping, reconnect_attempt, reconnect_failed, problem
// Bytes travel as {"$bin": "<base64>"} both ways.

import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const sockets = new Map();

function say(id, kind, rest = {}) {
  process.stdout.write(`${JSON.stringify({ id, kind, ...rest })}\n`);
}

function isPlain(value) {
  return value !== null && typeof value === "object";
}

function outward(value) {
  if (value === undefined || typeof value === "function") return null;
  if (!isPlain(value)) return value;
  if (Array.isArray(value)) return value.map(outward);
  if (value instanceof ArrayBuffer) return { $bin: Buffer.from(value).toString("base64") };
  if (ArrayBuffer.isView(value)) {
    return { $bin: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, outward(item)]));
}

function inward(value) {
  if (!isPlain(value)) return value;
  if (Array.isArray(value)) return value.map(inward);
  if (typeof value.$bin === "string" && Object.keys(value).length === 1) {
    return Buffer.from(value.$bin, "base64");
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inward(item)]));
}

function watchTransport(id, manager) {
  const watch = () => {
    const engine = manager.engine;
    say(id, "transport", { transport: engine.transport.name });
    engine.on("upgrade", (transport) => say(id, "transport", { transport: transport.name }));
  };
  manager.on("open", watch);
  if (manager._readyState === "open") watch();
}

function connect({ id, url, namespace = "/", options = {} }) {
  const target = namespace === "/" ? url : `${url}${namespace}`;
  const socket = io(target, inward(options));
  sockets.set(id, socket);
  watchTransport(id, socket.io);
  socket.on("connect", () => say(id, "connect", { socketId: socket.id }));
  socket.on("connect_error", (error) => {
    say(id, "connect_error", {
      message: error.message,
      data: outward(error.data),
      description: error.description === undefined ? null : String(error.description),
      willRetry: socket.active,
    });
  });
  socket.on("disconnect", (reason) => say(id, "disconnect", { reason, willRetry: socket.active }));
  socket.onAny((event, ...args) => {
    const answer = typeof args.at(-1) === "function" ? args.pop() : null;
    say(id, "event", { event, args: outward(args), wantsAck: answer !== null });
    if (answer) answer(...args);
  });
  socket.io.on("ping", () => say(id, "ping"));
  socket.io.on("reconnect_attempt", (attempt) => say(id, "reconnect_attempt", { attempt }));
  socket.io.on("reconnect_failed", () => say(id, "reconnect_failed"));
}

function emit(socket, { id, event, args = [], ack, timeout }) {
  if (ack === undefined || ack === null) {
    socket.emit(event, ...inward(args));
    return;
  }
  socket.timeout(timeout ?? 10_000).emit(event, ...inward(args), (error, ...answer) => {
    if (error) say(id, "ack", { ack, error: error.message });
    else say(id, "ack", { ack, args: outward(answer) });
  });
}

function obey(order) {
  if (order.op === "close") process.exit(0);
  if (order.op === "connect") return connect(order);
  const socket = sockets.get(order.id);
  if (!socket) throw new Error(`no socket ${order.id}`);
  switch (order.op) {
    case "emit":
      return emit(socket, order);
    case "burst":
      for (let n = 0; n < order.count; n += 1) socket.emit(order.event, n);
      return undefined;
    case "drop":
      return socket.io.engine.close();
    case "disconnect":
      return socket.disconnect();
    case "reconnect":
      return socket.connect();
    default:
      throw new Error(`no order ${order.op}`);
  }
}

process.on("uncaughtException", (error) => say(null, "problem", { message: error.stack ?? String(error) }));

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  if (line.trim() === "") return;
  let order = {};
  try {
    order = JSON.parse(line);
    obey(order);
  } catch (error) {
    say(order.id ?? null, "problem", { message: error.stack ?? String(error) });
  }
});
// Whoever held the other end is gone: so is every socket.
lines.on("close", () => process.exit(0));
