// Which keys lead where? A page names them in its HTML: data-keys="g c" or data-keys="n" on what is to be pressed.

import { open } from "./dialogs.js";

const PATIENCE = 1200;
let first = null;
let timer = null;

export function listenForKeys() {
  document.addEventListener("keydown", pressed);
}

function pressed(event) {
  if (event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest?.("form");
    if (form) event.preventDefault(), form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target) || covered()) return;
  if (event.key === "?") return event.preventDefault(), open(document.getElementById("shortcuts"));
  const keys = first ? `${first} ${event.key}` : event.key;
  const meant = document.querySelector(`[data-keys="${CSS.escape(keys)}"]`) ?? document.querySelector(`[data-keys="${CSS.escape(event.key)}"]`);
  clearTimeout(timer);
  first = null;
  if (meant) return event.preventDefault(), meant.click();
  if (!document.querySelector(`[data-keys^="${CSS.escape(event.key)} "]`)) return;
  first = event.key;
  timer = setTimeout(() => (first = null), PATIENCE);
}

// Whoever writes does not want to go anywhere.
export function writes(target) {
  return Boolean(target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"));
}

export function covered() {
  return Boolean(document.querySelector("dialog[open], .menu:popover-open, .popover:popover-open"));
}
