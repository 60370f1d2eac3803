// How is a card dragged from stage to stage?

import { columnOf, moveTo } from "./board-moves.js";
import { sortable } from "./sortable.js";

const CLOSED = ["won", "lost"];

export async function setUpDrags() {
  const Sortable = await sortable(document.getElementById("board"));
  const lists = [...document.querySelectorAll(".cards")].filter((list) => !Sortable.get(list));
  const dragging = (on) => document.body.classList.toggle("dragging", on);
  for (const list of lists) {
    Sortable.create(list, {
      group: { name: "stages", put: (to, from) => mayGo(from.el.dataset.stage, to.el.dataset.stage) },
      draggable: ".card",
      filter: ".card-menu",
      preventOnFilter: false,
      sort: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      fallbackClass: "lifted",
      ghostClass: "place",
      delay: 200,
      delayOnTouchOnly: true,
      onStart: () => dragging(true),
      onMove: (event) => mark(lists, event.to),
      onEnd: (event) => {
        dragging(false);
        mark(lists, null);
        dropped(event);
      },
    });
  }
}

// A closed deal goes back to an open stage (it is reopened), not straight to the other outcome.
export function mayGo(from, to) {
  return !(CLOSED.includes(from) && CLOSED.includes(to));
}

function mark(lists, target) {
  lists.forEach((list) => list.classList.toggle("target", list === target));
}

function dropped({ item, from, to, oldDraggableIndex }) {
  if (from === to) return;
  const next = [...from.querySelectorAll(".card")][oldDraggableIndex] ?? from.querySelector(".more");
  const back = () => from.insertBefore(item, next);
  moveTo(item, to.dataset.stage, back);
}

// Where a card moved by the menu goes, and how it comes back.
export function placed(card, stage) {
  const [from, next] = [card.parentElement, card.nextElementSibling];
  columnOf(stage).prepend(card);
  return () => from.insertBefore(card, next);
}
