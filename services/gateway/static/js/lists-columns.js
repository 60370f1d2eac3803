// Which columns does a list show, and in which order? Dragged, or moved with the buttons.

import { changed, go } from "./lists-go.js";

let dragged = null;

export function listenForColumns() {
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-up], [data-down]");
    if (step) move(step);
  });
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-column]") ?? null;
    dragged?.classList.add("lifted");
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest("[data-column]");
    if (!over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("lifted");
    dragged = null;
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-column-chooser]")) return;
    event.preventDefault();
    const chosen = [...event.target.querySelectorAll("[data-column]:has(:checked)")].map((item) => item.dataset.column);
    event.target.closest("[popover]").hidePopover();
    go(changed({ columns: chosen.join(",") }));
  });
}

function move(step) {
  const item = step.closest("[data-column]");
  const up = step.matches("[data-up]");
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  other?.[up ? "before" : "after"](item);
  step.focus();
}
