// How does a part of a page follow what others do? It says so in its HTML:
// <div id="tasks" data-live="activities.TaskDone …" [data-streams="id id"] [data-refresh="/tasks?part=1"]>
// is fetched again, at least as new as what happened, and takes the new shape without losing focus or scroll.

import { follow, showPosition } from "./live.js";

export function listenForLiveParts() {
  for (const part of document.querySelectorAll("[id][data-live][data-refresh]")) watch(part);
}

function watch(part) {
  const busy = () => Boolean(document.querySelector("dialog[open]:not(#palette)")) || writesIn(part.id);
  const changed = async (events) => {
    const position = Math.max(...events.map((event) => event.position));
    showPosition(position);
    const about = document.getElementById(part.id)?.dataset.streams;
    if (about !== undefined && !events.some((event) => about.includes(event.stream_id))) return;
    await refreshPart(part.id, position);
  };
  follow(part.dataset.live.split(" "), changed, busy);
}

// Fetches the part from its address (or from this page) and morphs it.
export async function refreshPart(id, position = 0) {
  const part = document.getElementById(id);
  if (!part) return;
  const address = new URL(part.dataset.refresh || location.href, location.href);
  if (position) address.searchParams.set("min_position", position);
  const swap = { target: `#${id}`, select: `#${id} > *`, swap: "innerMorph" };
  await window.htmx.ajax("GET", address.pathname + address.search, swap);
}

function writesIn(id) {
  const at = document.activeElement;
  return Boolean(at?.matches("input, textarea, select") && at.closest(`#${CSS.escape(id)}`));
}
