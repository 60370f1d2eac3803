// How does an open record, on its page or in the side panel, show what has just happened to it?

import { follow, showPosition } from "./live.js";
import { refreshPanel } from "./panel.js";

const MOST = 500;

export function listenForRecord() {
  watch(document.querySelector("#main [data-record]"), refreshPage);
  let leave = null;
  document.addEventListener("panel:open", () => {
    leave?.();
    leave = watch(document.querySelector("#panel [data-record]"), refreshPanel);
  });
  document.addEventListener("panel:close", () => leave?.());
  // Whoever changed it sees it at once, not only when the log tells of it.
  document.addEventListener("hindsight:changed", (event) => event.detail.position && refreshPage(event.detail.position));
}

// While somebody writes here, what they have written stays.
function busy() {
  return Boolean(document.querySelector("dialog[open]:not(#palette), .inline-editor") || document.activeElement?.matches(".add-tag input"));
}

function watch(record, refresh) {
  if (!record) return null;
  const changed = async (events) => {
    const position = Math.max(...events.map((event) => event.position));
    showPosition(position);
    const about = document.querySelector(`[data-record="${record.dataset.record}"]`)?.dataset.related.split(" ") ?? [];
    const id = record.dataset.record.split("/").pop();
    const concerns = (event) => about.includes(event.stream_id) || event.stream_id === id || event.type.startsWith("activities.") || /(Opened|PersonDescribed)$/.test(event.type);
    if (events.some(concerns)) await refresh(position);
  };
  return follow(record.dataset.live.split(" "), changed, busy);
}

async function refreshPage(position) {
  if (!document.querySelector("#main [data-record]")) return;
  const address = new URL(location.href);
  address.searchParams.set("min_position", position);
  const shown = document.querySelectorAll("#main .moment").length;
  if (shown) address.searchParams.set("entries", Math.min(shown, MOST));
  const swap = { target: "#main", select: "#main > *", swap: "innerMorph" };
  await window.htmx.ajax("GET", address.pathname + address.search, swap);
}
