// How does one move through a list by keyboard? j and k or the arrows, Enter to edit or open, x to choose.

import { toggle } from "./lists-choose.js";
import { edit } from "./lists-edit.js";
import { list } from "./lists-go.js";
import { follow, opened } from "./lists-open.js";

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (!list() || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [popover], td.editing")) return;
    const cell = event.target.closest("#list td");
    const done = cell ? within(event.key, cell) : begin(event.key);
    if (done) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const cell = event.target.closest("#list td[data-field]");
    if (cell) rove(cell);
  });
  document.addEventListener("list:shown", first);
  document.addEventListener("list:row", first);
  first();
}

// One cell of the table is in the order of the Tab key.
function rove(cell) {
  for (const other of list().querySelectorAll("td[tabindex='0']")) other.tabIndex = -1;
  cell.tabIndex = 0;
}

function first() {
  if (!list().querySelector("td[tabindex='0']")) list().querySelector("td[data-field]")?.setAttribute("tabindex", "0");
}

function begin(key) {
  const steps = document.activeElement.closest("#panel") ? ["j", "k"] : ["j", "k", "ArrowDown"];
  if (!steps.includes(key)) return false;
  const open = opened()?.querySelector("td[data-field]");
  if (open) return within(key, open);
  const cell = list().querySelector("td[tabindex='0']") ?? list().querySelector("td[data-field]");
  cell?.focus();
  return Boolean(cell);
}

function within(key, cell) {
  const row = cell.closest("tr");
  const at = [...row.children].indexOf(cell);
  const to = {
    j: () => beside(row, "nextElementSibling", at),
    ArrowDown: () => beside(row, "nextElementSibling", at),
    k: () => beside(row, "previousElementSibling", at),
    ArrowUp: () => beside(row, "previousElementSibling", at),
    ArrowLeft: () => cell.previousElementSibling,
    ArrowRight: () => cell.nextElementSibling,
    Home: () => row.querySelector("[data-field]"),
    End: () => row.lastElementChild,
  }[key]?.();
  if (to !== undefined) return arrive(to), true;
  if (key === "x") return toggle(row), true;
  if (key === "o") return row.querySelector("[data-open-record]")?.click(), true;
  if (key === "Enter" && cell.matches("[data-field]")) return enter(cell), true;
  return false;
}

function arrive(cell) {
  cell?.focus?.();
  cell?.scrollIntoView?.({ block: "nearest" });
  follow(cell?.closest?.("tr"));
}

function beside(row, which, at) {
  const other = row[which];
  if (!other) return null;
  return other.matches("[data-id]") ? other.children[at] : other.querySelector("button");
}

async function enter(cell) {
  if (!(await edit(cell))) cell.closest("tr").querySelector("[data-open-record]")?.click();
}
