// How is a cell changed where it stands? Double click or Enter, one ring; Enter saves, Esc goes back, Tab goes on.

import { Refusal, send } from "./commands.js";
import { list, part, say } from "./lists-go.js";
import { toast } from "./toasts.js";

let fetched = null;

// The inputs for the fields this reader may change, as templates.
export async function editors() {
  fetched ??= fetch(part("editors")).then((answer) => (answer.ok ? answer.text() : ""));
  const holder = document.createElement("div");
  holder.innerHTML = await fetched;
  return [...holder.querySelectorAll("template[data-editor]")];
}

export function valueIn(place) {
  const input = place.querySelector("[data-value]");
  if (!input) return null;
  if (input.dataset.kind === "instant" && input.value) return new Date(input.value).toISOString();
  return input.multiple ? [...input.selectedOptions].map((option) => option.value) : input.value;
}

// What a cell holds, as its input wants it.
function given(input, value) {
  if (input.matches("[type=date]")) return value.slice(0, 10);
  if (input.matches("[type=datetime-local]")) return value && localTime(new Date(value.replace(" ", "T")));
  return { True: "yes", False: "no" }[value] ?? value;
}

function localTime(instant) {
  return new Date(instant - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function listenForEdits() {
  // They are at hand before anybody asks for one.
  setTimeout(editors, 400);
  document.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("#list td[data-field]");
    if (cell) edit(cell);
  });
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td.editing");
    if (cell) keys(event, cell);
  });
  document.addEventListener("focusout", (event) => {
    const cell = event.target.closest("td.editing");
    if (cell && !cell.contains(event.relatedTarget) && !cell.dataset.busy) leave(cell);
  });
}

export async function edit(cell) {
  if (cell.classList.contains("editing")) return true;
  const template = (await editors()).find(({ dataset }) => dataset.editor === cell.dataset.field);
  if (!template) return false;
  cell.shown = [...cell.childNodes];
  cell.replaceChildren(template.content.cloneNode(true));
  cell.classList.add("editing");
  const input = cell.querySelector("[data-value]");
  input.value = given(input, cell.dataset.value);
  cell.before_ = valueIn(cell);
  const visible = cell.querySelector("input:not([type=hidden]), select, textarea");
  visible.focus();
  visible.select?.();
  return true;
}

function keys(event, cell) {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    restore(cell);
    cell.focus();
  } else if (event.key === "Enter" && !(event.target.matches("textarea") && event.shiftKey)) {
    event.preventDefault();
    save(cell).then((saved) => saved && saved.focus());
  } else if (event.key === "Tab") {
    event.preventDefault();
    onwards(cell, event.shiftKey ? -1 : 1);
  }
}

async function onwards(cell, step) {
  const index = [...cell.parentElement.children].indexOf(cell);
  const saved = await save(cell);
  if (!saved) return;
  const cells = [...saved.parentElement.children];
  for (let at = index + step; cells[at]; at += step) if (cells[at].dataset.field && (await edit(cells[at]))) return;
  saved.focus();
}

function leave(cell) {
  if (valueIn(cell) === cell.before_) restore(cell);
  else save(cell);
}

function restore(cell) {
  cell.dataset.busy = "yes";
  cell.classList.remove("editing", "refused");
  cell.replaceChildren(...cell.shown);
  delete cell.dataset.busy;
}

// Sends the new value and gives the cell as it is then; nothing where it was refused.
async function save(cell) {
  const value = valueIn(cell);
  if (value === cell.before_) return restore(cell), cell;
  const row = cell.closest("tr");
  cell.dataset.busy = "yes";
  try {
    const body = { id: row.dataset.id, field: cell.dataset.field, value };
    const receipt = await send(`lists/${list().dataset.list}/cell`, body, { version: row.dataset.version });
    toast(say("saved"));
    return await fresh(row, cell.dataset.field, receipt.position);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    refuse(cell, refusal);
    return null;
  } finally {
    delete cell.dataset.busy;
  }
}

function refuse(cell, refusal) {
  cell.classList.add("refused");
  const note = cell.querySelector(".cell-note") ?? cell.appendChild(Object.assign(document.createElement("p"), { className: "cell-note" }));
  note.setAttribute("role", "alert");
  note.textContent = refusal.problems[0]?.problem ?? refusal.message;
  const input = cell.querySelector("input:not([type=hidden]), select, textarea");
  input.setAttribute("aria-invalid", "true");
  input.focus();
}

// The row as it is now takes its place; gives the cell of the same field.
async function fresh(row, field, position) {
  const answer = await fetch(part("rows", { only: row.dataset.id, min_position: position }));
  const holder = document.createElement("tbody");
  holder.innerHTML = await answer.text();
  const now = holder.querySelector("tr[data-id]");
  if (!now) return null;
  row.replaceWith(now);
  document.dispatchEvent(new CustomEvent("list:row"));
  return now.querySelector(`[data-field="${CSS.escape(field)}"]`);
}
