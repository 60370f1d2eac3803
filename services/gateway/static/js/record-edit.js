// How does a field become an editor where it stands? Enter saves, Esc goes back.

import { fill } from "./panel.js";
import { say } from "./texts.js";
import { toast } from "./toasts.js";

export function listenForEditors() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.inline-edit[data-editor]");
    if (button) open(button);
  });
  document.addEventListener("keydown", keys);
  document.addEventListener("change", (event) => {
    const form = event.target.closest(".inline-editor");
    if (form && event.target.matches("select:not([multiple])") && !form.querySelector("input, textarea")) form.requestSubmit();
  });
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest?.(".inline-editor[data-inline]");
    if (form && !form.contains(event.relatedTarget) && !form.classList.contains("sending") && unchanged(form)) close(form, false);
  });
  document.addEventListener("command:done", (event) => {
    if (event.target.matches(".inline-editor[data-editor-of]")) close(event.target, true);
  });
}

async function open(button) {
  document.querySelectorAll(".inline-editor[data-editor-of]").forEach((form) => close(form, false));
  const answer = await fetch(button.dataset.editor, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return toast(say("offline"), "bad");
  const place = document.createElement("div");
  fill(place, await answer.text());
  const form = place.querySelector("form");
  form.dataset.editorOf = button.dataset.editor;
  form.dataset.then = "stay";
  button.hidden = true;
  button.after(form);
  form.before = JSON.stringify([...new FormData(form)]);
  const control = form.querySelector("input, select, textarea");
  control.focus();
  control.select?.();
}

function keys(event) {
  const form = event.target.closest?.(".inline-editor[data-editor-of]");
  // The Enter that ends a word of an input method belongs to the word.
  if (!form || event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close(form, true);
  } else if (event.key === "Enter" && (!event.target.matches("textarea") || event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (unchanged(form)) close(form, true);
    else form.requestSubmit();
  }
}

function unchanged(form) {
  return form.before === JSON.stringify([...new FormData(form)]);
}

// The field shows again what it held; what was saved comes with the record.
export function close(form, focus) {
  const button = form.previousElementSibling;
  form.remove();
  if (!button) return;
  button.hidden = false;
  if (focus) button.focus();
}

