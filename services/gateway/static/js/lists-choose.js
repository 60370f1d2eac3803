// Which rows are chosen? Some by their boxes, a range with the shift key, or all that the filter finds.

import { list, say } from "./lists-go.js";

const chosen = new Set();
let everything = false;
let last = null;

export function listenForChoices() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-choose]");
    if (box) choose(box, event.shiftKey);
    if (event.target.closest("[data-choose-all]")) chooseShown(event.target.closest("[data-choose-all]").checked);
    if (event.target.closest("[data-choose-matching]")) (everything = true), show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !size()) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog") || document.querySelector("[popover]:popover-open")) return;
    clear();
  });
  document.addEventListener("list:shown", clear);
  document.addEventListener("htmx:after:swap", show);
}

// What is chosen, as the API wants it: ids, or the filter and the search of the list.
export function selection() {
  if (!everything) return { ids: [...chosen] };
  const query = new URLSearchParams(list().dataset.asked);
  return { filter: query.get("filter") ?? "", search: query.get("search") ?? "" };
}

export function size() {
  return everything ? matching() : chosen.size;
}

export function clear() {
  chosen.clear();
  everything = false;
  last = null;
  show();
}

export function toggle(row) {
  const box = row.querySelector("[data-choose]");
  box.checked = !box.checked;
  choose(box, false);
}

function choose(box, range) {
  const rows = [...list().querySelectorAll("tr[data-id]")];
  const row = box.closest("tr");
  const from = range && last ? rows.findIndex((each) => each.dataset.id === last) : rows.indexOf(row);
  const [first, end] = [from, rows.indexOf(row)].sort((a, b) => a - b);
  everything = false;
  for (const each of rows.slice(Math.max(first, 0), end + 1)) mark(each, box.checked);
  last = row.dataset.id;
  show();
}

function chooseShown(checked) {
  everything = false;
  for (const row of list().querySelectorAll("tr[data-id]")) mark(row, checked);
  show();
}

function mark(row, checked) {
  if (checked) chosen.add(row.dataset.id);
  else chosen.delete(row.dataset.id);
}

// How many rows fit: exactly, once they have been counted.
function matching() {
  return Number(list().querySelector("[data-count]")?.dataset.count ?? 0);
}

function show() {
  const bar = list()?.querySelector("[data-bulk]");
  if (!bar) return;
  const rows = [...list().querySelectorAll("tr[data-id]")];
  for (const row of rows) {
    const is = everything || chosen.has(row.dataset.id);
    row.querySelector("[data-choose]").checked = is;
    row.setAttribute("aria-selected", String(is));
  }
  const all = list().querySelector("[data-choose-all]");
  all.checked = rows.length > 0 && (everything || rows.every((row) => chosen.has(row.dataset.id)));
  all.indeterminate = !all.checked && chosen.size > 0;
  bar.hidden = size() === 0;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  bar.querySelector("[data-bulk-count]").textContent = say("chosen", { count: number.format(size()) });
  const more = bar.querySelector("[data-choose-matching]");
  more.hidden = everything || !all.checked || matching() <= chosen.size;
  more.textContent = say("chooseMatching", { count: number.format(matching()) });
}
