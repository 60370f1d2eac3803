// How do files get to Hindsight, choices about their columns, corrected cells, and the word to go on?

import { chosenFor } from "./importing-choices.js";
import { listenForFiles } from "./importing-upload.js";
import { say } from "./texts.js";
import { toast } from "./toasts.js";

const place = document.getElementById("import");
const base = place && `/api/v1/imports/${place.dataset.import}`;

listenForFiles();
if (place) {
  place.addEventListener("change", (event) => (event.target.matches("[data-cell]") ? correct(event.target) : choose(event.target)));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go]");
    if (button) go(button);
  });
  // Once the check, the run or the undo has ended, the whole page is another one.
  document.addEventListener("htmx:after:swap", () => {
    const state = document.getElementById("progress")?.dataset.state;
    if (state && !["checking", "running", "undoing"].includes(state)) show(location.pathname);
  });
}

async function go(button) {
  button.disabled = true;
  const answer = await ask("POST", `${base}/${button.dataset.go}`);
  if (answer) location.assign(location.pathname);
  else button.disabled = false;
}

async function choose(control) {
  const section = control.closest("[data-file]");
  if (!section) return;
  const answer = await ask("PATCH", `${base}/files/${section.dataset.file}`, chosenFor(section, control));
  if (answer) await show(`${location.pathname}?step=map`, control);
}

async function correct(input) {
  const row = input.closest("[data-row]").dataset.row;
  const file = input.closest("[data-grid]").dataset.grid;
  const answer = await ask("PATCH", `${base}/files/${file}/rows/${row}`, { cells: { [input.dataset.cell]: input.value } });
  if (!answer) return;
  const html = await (await fetch(`/imports/${place.dataset.import}/rows/${file}/${row}`)).text();
  const next = nextFocus(input);
  const table = document.createElement("template");
  table.innerHTML = html.trim();
  document.getElementById(`row-${row}`).replaceWith(table.content);
  document.querySelector(next)?.focus();
}

// The reader may have gone on to another cell of this row, which is about to be replaced.
function nextFocus(input) {
  const now = document.activeElement?.matches("[data-cell]") ? document.activeElement : input;
  return `#row-${now.closest("[data-row]").dataset.row} [data-cell="${CSS.escape(now.dataset.cell)}"]`;
}

async function show(address, control = null) {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const fresh = page.getElementById("import");
  place.replaceChildren(...fresh.childNodes);
  document.querySelector(".stepper").replaceWith(page.querySelector(".stepper"));
  window.htmx?.process?.(place);
  if (control) same(control)?.focus();
}

function same(control) {
  const section = control.closest("[data-file]")?.dataset.file;
  const parts = Object.entries(control.dataset).map(([name, value]) => {
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `[data-${attribute}="${CSS.escape(value)}"]`;
  });
  return place.querySelector(`[data-file="${section}"] ${parts.join("")}`);
}

async function ask(method, address, body = null) {
  const headers = { "Accept-Language": document.documentElement.lang.slice(0, 2), "Content-Type": "application/json" };
  const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) }).catch(() => null);
  if (!answer) return toast(say("offline"), "bad"), null;
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  const reasons = (content.problems ?? []).map(({ problem }) => problem);
  toast([content.detail, ...reasons].filter(Boolean).join(" "), "bad");
  return null;
}
