// How does the open board follow what others do, without disturbing a drag, a dialog or the focus?

import { follow, showPosition } from "./live.js";

const board = () => document.getElementById("board");
const MANY = 40;

export function listenForChanges() {
  const busy = () => document.body.classList.contains("dragging") || document.querySelector("dialog[open], .menu:popover-open");
  follow(board().dataset.live.split(" "), changed, busy);
}

async function changed(events) {
  const deals = [...new Set(events.flatMap((event) => (event.type.startsWith("sales.") ? [event.stream_id] : concerned(event))))];
  if (!deals.length) return;
  const position = Math.max(...events.map((event) => event.position));
  // A bulk import touches thousands: the figures follow, the cards of the latest few.
  await refresh(deals.slice(-MANY), position);
}

// The cards that tell of this: of a task or a call, of the customer it is about, or of the customer itself.
function concerned({ stream_id, about }) {
  const named = new Set([stream_id, ...about]);
  return [...board().querySelectorAll(".card")].filter(({ dataset }) => named.has(dataset.deal) || named.has(dataset.customer)).map(({ dataset }) => dataset.deal);
}

// Fetches the board's figures and the present cards of these deals, and puts each where it belongs now.
export async function refresh(deals, position = 0) {
  const query = new URLSearchParams([...new URLSearchParams(board().dataset.query), ...deals.map((deal) => ["deal", deal])]);
  if (position) query.set("min_position", position);
  const answer = await fetch(`/deals/changes?${query}`).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("#figures, .column-head")) swap(document.getElementById(part.id), part);
  for (const card of fresh.querySelectorAll(".card")) place(card);
  // A deal without a card was discarded.
  for (const deal of deals) if (!fresh.getElementById(`deal-${deal}`)) document.getElementById(`deal-${deal}`)?.remove();
  showPosition(position);
}

function place(fresh) {
  const held = document.getElementById(fresh.id);
  const list = board().querySelector(`.cards[data-stage="${fresh.dataset.stage}"]`);
  if (held && Number(held.dataset.version) > Number(fresh.dataset.version)) return;
  // A card just dropped still says where it came from; it goes to the top, the place of the newest.
  if (held?.parentElement === list && held.dataset.stage === fresh.dataset.stage) return swap(held, fresh);
  const focused = focusIn(held);
  held?.remove();
  if (!list) return;
  fresh.classList.add("fresh");
  list.prepend(document.importNode(fresh, true));
  restore(document.getElementById(fresh.id), focused);
}

function swap(held, fresh) {
  if (!held || held.outerHTML === fresh.outerHTML) return;
  const focused = focusIn(held);
  const copy = document.importNode(fresh, true);
  held.replaceWith(copy);
  restore(copy, focused);
}

// Which part of the card has the focus: its link or its menu button.
function focusIn(element) {
  return element?.contains(document.activeElement) ? document.activeElement.className : null;
}

function restore(element, className) {
  if (className) [...element.querySelectorAll("a, button")].find((part) => part.className === className)?.focus();
}
