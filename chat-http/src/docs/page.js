"use strict";

/* Shows the OpenAPI document that this server gives, and sends requests to try it out. Nothing comes from elsewhere. */
(() => {
  const METHODS = ["get", "post", "put", "patch", "delete"];
  const DEPTH_MAX = 6;
  let doc;

  /** Makes an element; children that are strings become text, never markup. */
  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  function resolve(value) {
    let found = value;
    for (let hops = 0; found?.$ref && hops < 10; hops += 1) {
      found = found.$ref.slice(2).split("/").reduce((at, key) => at?.[key], doc);
    }
    return found ?? {};
  }

  /** The type of a schema, written much as in TypeScript. */
  function typeOf(schema, indent = "", depth = 0) {
    const it = resolve(schema);
    const either = it.oneOf ?? it.anyOf;
    if (either) return [...new Set(either.map((one) => typeOf(one, indent, depth)))].join(" | ");
    if (it.allOf) return it.allOf.map((one) => typeOf(one, indent, depth)).join(" & ");
    if (it.enum) return it.enum.map((one) => JSON.stringify(one)).join(" | ");
    const types = [it.type ?? "any"].flat();
    return types.map((type) => {
      if (type === "array") return `${typeOf(it.items, indent, depth)}[]`;
      if (type === "object" && it.properties) return objectOf(it, indent, depth);
      return it.format && type !== "null" ? `${type}<${it.format}>` : type;
    }).join(" | ");
  }

  function objectOf(schema, indent, depth) {
    if (depth >= DEPTH_MAX) return "{ … }";
    const inner = `${indent}  `;
    const lines = Object.entries(schema.properties).map(([name, property]) => {
      const mark = schema.required?.includes(name) ? "" : "?";
      const note = resolve(property).description ?? property.description;
      const comment = note ? `  // ${note.replaceAll("\n", " ")}` : "";
      return `${inner}${name}${mark}: ${typeOf(property, inner, depth + 1)}${comment}`;
    });
    return `{\n${lines.join("\n")}\n${indent}}`;
  }

  /** The example that the document gives, as text to start from. */
  function sampleOf(content) {
    return typeof content.example === "string" ? content.example : JSON.stringify(content.example, null, 2);
  }

  function schemaIn(part) {
    const [kind, media] = Object.entries(resolve(part).content ?? {})[0] ?? [];
    return media ? { kind, schema: media.schema, example: media.example } : null;
  }

  function parametersOf(operation) {
    const list = (operation.parameters ?? []).map(resolve);
    if (list.length === 0) return null;
    const rows = list.flatMap((it) => [
      el("dt", {}, el("code", {}, it.required ? it.name : `${it.name}?`), ` in ${it.in}`),
      el("dd", {}, typeOf(it.schema ?? {}), it.description ? ` · ${it.description}` : ""),
    ]);
    return el("section", {}, el("h3", {}, "Parameters"), el("dl", {}, ...rows));
  }

  function bodyOf(operation) {
    const body = operation.requestBody && schemaIn(operation.requestBody);
    if (!body) return null;
    return el("section", {}, el("h3", {}, `Body, ${body.kind}`), el("pre", {}, typeOf(body.schema)));
  }

  function answersOf(operation) {
    const rows = Object.entries(operation.responses ?? {}).flatMap(([status, response]) => {
      const content = schemaIn(response);
      const isShort = !content || Number(status) >= 400;
      const shape = isShort ? null : el("pre", {}, typeOf(content.schema));
      return [el("dt", {}, el("code", {}, status)), el("dd", {}, resolve(response).description ?? "", shape)];
    });
    return el("section", {}, el("h3", {}, "Answers"), el("dl", {}, ...rows));
  }

  function trial(method, path, operation) {
    const parameters = (operation.parameters ?? []).map(resolve);
    const inputs = parameters.map((it) => ({ it, input: el("input", { "aria-label": it.name, spellcheck: "false" }) }));
    const body = operation.requestBody && schemaIn(operation.requestBody);
    const area = body && el("textarea", { "aria-label": "body", spellcheck: "false" }, sampleOf(body));
    const result = el("pre", { hidden: "" });
    const button = el("button", { type: "button" }, "Send");
    button.addEventListener("click", async () => {
      result.hidden = false;
      result.textContent = "…";
      result.textContent = await send(method, path, inputs, body && { kind: body.kind, text: area.value });
    });
    const fields = inputs.map(({ it, input }) => el("label", {}, it.name, input));
    return el("section", {}, el("h3", {}, "Try it"), ...fields, area, button, result);
  }

  async function send(method, path, inputs, body) {
    const headers = {};
    const query = new URLSearchParams();
    let filled = path;
    for (const { it, input } of inputs) {
      if (it.in === "path") filled = filled.replace(`{${it.name}}`, encodeURIComponent(input.value));
      else if (input.value !== "" && it.in === "query") query.append(it.name, input.value);
      else if (input.value !== "") headers[it.name] = input.value;
    }
    const token = document.getElementById("token").value.trim();
    if (token) headers.authorization = `Bearer ${token}`;
    if (body) headers["content-type"] = body.kind;
    const base = (doc.servers?.[0]?.url ?? "").replace(/\/$/, "");
    const tail = query.size > 0 ? `?${query}` : "";
    try {
      const answer = await fetch(`${base}${filled}${tail}`, { method: method.toUpperCase(), headers, body: body?.text });
      return `${answer.status} ${answer.statusText}\n${pretty(await answer.text())}`;
    } catch (error) {
      return `The request did not get through: ${error.message}`;
    }
  }

  function pretty(text) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }

  function route(path, method, operation) {
    const heading = el("summary", {}, el("span", { class: `method ${method}` }, method), el("span", { class: "path" }, path),
      el("span", { class: "about" }, operation.summary ?? ""));
    const box = el("details", { id: operation.operationId ?? `${method}-${path}` }, heading);
    box.addEventListener("toggle", () => {
      if (!box.open || box.children.length > 1) return;
      const about = operation.description ? el("p", {}, operation.description) : null;
      box.append(el("div", {}, about, parametersOf(operation), bodyOf(operation), answersOf(operation),
        trial(method, path, operation)));
    });
    return box;
  }

  function render() {
    document.title = doc.info.title;
    document.getElementById("title").textContent = `${doc.info.title} ${doc.info.version}`;
    document.getElementById("description").textContent = doc.info.description ?? "";
    const all = Object.entries(doc.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({ path, method, operation: item[method] })));
    const sections = (doc.tags ?? []).map((tag) => {
      const own = all.filter(({ operation }) => operation.tags?.includes(tag.name));
      const routes = own.map(({ path, method, operation }) => route(path, method, operation));
      return el("section", {}, el("h2", {}, tag.name), el("p", {}, tag.description ?? ""), ...routes);
    });
    document.getElementById("routes").replaceChildren(...sections);
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.setAttribute("open", "");
  }

  fetch("v1/openapi.json")
    .then((answer) => answer.json())
    .then((found) => {
      doc = found;
      render();
    })
    .catch((error) => {
      document.getElementById("routes").textContent = `The document could not be read: ${error.message}`;
    });
})();
