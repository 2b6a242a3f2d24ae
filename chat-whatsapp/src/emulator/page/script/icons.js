// Pictures of one line each.

const PATHS = {
  attach: "M12 5v14M5 12h14",
  back: "M15 5l-7 7 7 7",
  bin: "M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12",
  check: "M4 12.5l5 5L20 6.5",
  checks: "M1.5 12.5l5 5L17 6.5M11.5 17.5L22.5 6.5",
  clock: "M12 7v5l3 2M12 3a9 9 0 100 18 9 9 0 000-18z",
  close: "M6 6l12 12M18 6L6 18",
  contact: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  dice: "M5 5h14v14H5zM9 9h.01M15 15h.01M15 9h.01M9 15h.01M12 12h.01",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  list: "M8 7h12M8 12h12M8 17h12M4 7h.01M4 12h.01M4 17h.01",
  microphone: "M12 3a3 3 0 00-3 3v5a3 3 0 006 0V6a3 3 0 00-3-3zM6 11a6 6 0 0012 0M12 17v4",
  more: "M6 10l6 6 6-6",
  pen: "M4 20l1-4L16 5l3 3L8 19z",
  pin: "M12 21c5-5 7-8 7-11a7 7 0 10-14 0c0 3 2 6 7 11zM12 12a2 2 0 100-4 2 2 0 000 4z",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  phone: "M8 3h8a1 1 0 011 1v16a1 1 0 01-1 1H8a1 1 0 01-1-1V4a1 1 0 011-1zM11 18h2",
  plus: "M12 5v14M5 12h14",
  reply: "M10 7L4 12l6 5M4 12h10c4 0 6 2 6 6",
  send: "M4 12l16-8-6 16-3-7z",
  smile: "M12 3a9 9 0 100 18 9 9 0 000-18zM8.5 14c1 1.6 2.1 2.3 3.5 2.3s2.5-.7 3.5-2.3M9 9.5h.01M15 9.5h.01",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  offline: "M4 4l16 16M5 12a10 10 0 013-2M9 15a4 4 0 016 0M12 19h.01M13 8a11 11 0 016 4",
  signal: "M5 18v-3M10 18v-6M15 18V9M20 18V5",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
