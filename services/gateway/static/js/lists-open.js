// How does a row open at the side, and the panel follow whoever moves through the list?

import { list } from "./lists-go.js";
import { openPanel } from "./panel.js";

// So long a second click may still come, which edits the cell instead.
const SECOND_CLICK = 200;
const ACTS_ITSELF = "a, button, input, label, select, textarea, td.select, td.editing";
let current = null;
let waiting;

export function listenForOpening() {
  document.addEventListener("click", (event) => {
    clearTimeout(waiting);
    const row = event.target.closest("#list tr[data-id]");
    if (!row) return;
    if (event.target.closest("a[data-open-record]")) mark(row.dataset.id);
    if (event.detail > 1 || event.target.closest(ACTS_ITSELF) || !getSelection().isCollapsed) return;
    waiting = setTimeout(() => show(row, true), SECOND_CLICK);
  });
  document.addEventListener("panel:close", () => mark(null));
  for (const name of ["list:shown", "list:row"]) document.addEventListener(name, () => mark(current));
}

// The row whose record is open at the side; none while nothing is.
export const opened = () => list().querySelector("tr[aria-current]");

// While a record is open, that of the row one has come to takes its place.
export function follow(row) {
  if (current && row?.matches("tr[data-id]") && row.dataset.id !== current) show(row, false);
}

function show(row, focus) {
  const link = row.querySelector("a[data-open-record]");
  mark(row.dataset.id);
  if (link) openPanel(link.getAttribute("href"), row.querySelector("td[data-field]"), { focus });
}

function mark(id) {
  current = id;
  for (const row of list().querySelectorAll("tr[data-id]")) {
    if (row.dataset.id === id) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}
