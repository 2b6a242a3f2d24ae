// What of a page is not to be seen whole.

/// Runs in the page; names what sticks out of it sideways, what can be scrolled sideways and should not, and what is cut off without a sign.
export function sticksOut() {
  /// What is meant to be scrolled sideways, or is cut off on purpose.
  const MEANT = ".table-wrap, .page-tabs, .rail-views, pre, .w-calendar, .w-days, .w-stage, .wa-stage, .lightbox-stage, .mantine-Switch-track, .sr, iframe, svg, textarea, select, input";
  const found = [];
  const name = (it) => `<${it.localName} class="${it.getAttribute("class") ?? ""}"> ${(it.textContent ?? "").trim().slice(0, 50)}`;
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px too wide`);
  for (const it of document.body.querySelectorAll("*")) {
    if (it.closest(MEANT)) continue;
    const box = it.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const { overflowX, textOverflow, visibility, webkitLineClamp } = getComputedStyle(it);
    // A text that ends after a few lines shows so itself.
    if (visibility === "hidden" || webkitLineClamp !== "none") continue;
    const beyond = Math.max(box.right - innerWidth, -box.left);
    if (beyond > 1) found.push(`${Math.round(beyond)} px beyond the edge: ${name(it)}`);
    const more = it.scrollWidth - it.clientWidth;
    if (more <= 1 || it.clientWidth === 0) continue;
    if (overflowX === "auto" || overflowX === "scroll") found.push(`scrolls ${more} px sideways: ${name(it)}`);
    else if ((overflowX === "hidden" || overflowX === "clip") && textOverflow !== "ellipsis") found.push(`cuts off ${more} px: ${name(it)}`);
  }
  return found;
}
