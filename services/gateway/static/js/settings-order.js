// How are the entries of an ordered list put into another order, by drag and by keyboard?

import { Refusal, send } from "./commands.js";
import { sortable } from "./sortable.js";
import { toast, toastAfterwards } from "./toasts.js";

const list = document.querySelector("[data-order]");
const words = document.getElementById("order-messages")?.dataset ?? {};

if (list) listen();

function listen() {
  sortable(list).then((Sortable) => Sortable.create(list, {
    handle: ".grip",
    draggable: "[data-key]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    forceFallback: true,
    fallbackClass: "lifted",
    onEnd: ({ item, oldDraggableIndex, newDraggableIndex }) => oldDraggableIndex !== newDraggableIndex && place(item, newDraggableIndex + 1),
  }));
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(button);
  });
}

async function step(button) {
  const item = button.closest("[data-key]");
  const items = [...list.querySelectorAll("[data-key]")];
  await place(item, items.indexOf(item) + 1 + Number(button.dataset.step));
}

// The place counts from 1. What is refused is shown as it was.
async function place(item, at) {
  const body = { ...JSON.parse(list.dataset.body), [list.dataset.id]: item.dataset.key, place: at };
  try {
    again((await send(list.dataset.order, body)).position);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toastAfterwards(refusal.message);
    again();
  }
}

function again(position) {
  const address = new URL(location.href);
  if (position) address.searchParams.set("min_position", position);
  location.assign(address);
}

// Deals in a retired stage go on to its successor, some hundred at a time.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-move-on]");
  if (!button || button.disabled) return;
  button.disabled = true;
  const done = { moved: 0, refused: 0 };
  for (let left = true; left; ) {
    const headers = { "Content-Type": "application/json", "Hindsight-Source": "web" };
    const answer = await fetch(button.dataset.moveOn, { method: "POST", headers, body: "{}" }).catch(() => null);
    const told = await answer?.json().catch(() => ({}));
    if (!answer?.ok) return toast(told?.detail ?? "", "bad");
    done.moved += told.moved;
    done.refused += told.refused;
    button.textContent = done.moved;
    left = told.left;
  }
  toastAfterwards(words.moved.replace("{moved}", done.moved).replace("{refused}", done.refused));
  again();
});
