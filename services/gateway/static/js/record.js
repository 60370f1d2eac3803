// How does an open record show what has just happened to it?

import { follow, showPosition } from "./live.js";

export function listenForRecord() {
  const record = document.querySelector("[data-record]");
  if (!record) return;
  const busy = () => document.querySelector("dialog[open]");
  const about = new Set(record.dataset.related.split(" "));
  const changed = async (events) => {
    const position = Math.max(...events.map((event) => event.position));
    showPosition(position);
    if (!events.some((event) => about.has(event.stream_id))) return;
    const address = new URL(location.href);
    address.searchParams.set("min_position", position);
    const swap = { target: "#main", select: "#main > *", swap: "innerMorph" };
    await window.htmx.ajax("GET", address.pathname + address.search, swap);
  };
  follow(record.dataset.live.split(" "), changed, busy);
}
