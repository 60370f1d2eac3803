// How do the rows of an open list follow what is done at the side, and what others do?

import { follow, showPosition } from "./live.js";
import { list, part } from "./lists-go.js";

const MANY = 100;
// Rows that come or go are looked for at most so often: an import brings thousands.
const AGAIN = 2000;
let wanted = 0;
let timer = null;

export function listenForLiveRows() {
  const { live, beside } = list().dataset;
  follow([...live.split(" "), ...beside.split(" ")].filter(Boolean), changed, busy);
  // One's own change is seen at once, not only when the log tells of it.
  document.addEventListener("hindsight:changed", ({ detail }) => detail.position && refresh([detail.stream_id], detail.position, true));
}

// What somebody writes, chooses or reads in a popover stays.
function busy() {
  return Boolean(list().querySelector("td.editing, [popover]:popover-open") || document.querySelector("dialog[open]:not(#palette)"));
}

async function changed(events) {
  const position = Math.max(...events.map((event) => event.position));
  showPosition(position);
  const records = events.flatMap((event) => [event.stream_id, ...event.about]);
  await refresh(records, position, events.some(comes));
}

// Whether a row may come into the list by this: of a filtered one by any change, else by a new record.
function comes(event) {
  if (!list().dataset.live.split(" ").includes(event.type)) return false;
  const asked = new URLSearchParams(list().dataset.asked);
  return event.version === 1 || /Restored|Reopened|Assigned|Reassigned/.test(event.type) || asked.has("filter") || asked.has("search");
}

// The rows that show one of these records are fetched again; what is not shown may have come.
async function refresh(records, position, arriving) {
  const about = new Set(records);
  const rows = [...list().querySelectorAll("tr[data-id]")].filter((row) => about.has(row.dataset.id) || row.dataset.related.split(" ").some((each) => about.has(each)));
  const shown = new Set(rows.map((row) => row.dataset.id));
  if (rows.length) await replace(rows.slice(0, MANY), position);
  if (rows.length > MANY || (arriving && records.some((each) => !shown.has(each)))) later(position);
}

async function replace(rows, position) {
  const ids = rows.map((row) => row.dataset.id);
  const fresh = await fetched({ still: ids.join(","), min_position: position });
  if (!fresh) return;
  for (const row of rows) exchange(row, fresh.querySelector(`tr[data-id="${row.dataset.id}"]`));
  document.dispatchEvent(new CustomEvent("list:row"));
}

// A row that is newer already stays; one that the list shows no more goes.
function exchange(row, now) {
  if (!row.isConnected || row.querySelector("td.editing")) return;
  if (!now) return row.remove();
  if (Number(now.dataset.version) < Number(row.dataset.version)) return;
  const at = row.contains(document.activeElement) ? document.activeElement.closest("td")?.dataset.field : null;
  now.querySelector("[data-choose]").checked = row.querySelector("[data-choose]").checked;
  now.setAttribute("aria-selected", row.getAttribute("aria-selected") ?? "false");
  row.replaceWith(now);
  if (at) now.querySelector(`[data-field="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
}

function later(position) {
  wanted = Math.max(wanted, position);
  if (timer) return;
  begin();
}

async function begin() {
  timer = setTimeout(() => {
    timer = null;
    if (wanted) begin();
  }, AGAIN);
  const position = wanted;
  wanted = 0;
  await arrivals(position);
}

// The first page as it is now, where nobody has gone on from it, chosen or opened anything.
async function arrivals(position) {
  const body = list().querySelector(".list-table tbody");
  if (!body) return;
  if (busy() || list().querySelector("[data-choose]:checked")) return void (wanted ||= position);
  const held = [...body.querySelectorAll("tr[data-id]")];
  const fresh = await fetched({ min_position: position });
  if (!fresh || busy()) return;
  const rows = [...fresh.querySelectorAll("tr[data-id]")];
  const known = new Set(held.map((row) => row.dataset.id));
  if (held.length > rows.length && fresh.querySelector(".load-more-row")) return;
  if (rows.every((row) => known.has(row.dataset.id)) && rows.length === held.length) return;
  const focused = body.contains(document.activeElement) ? document.activeElement.closest("tr")?.dataset.id : null;
  const field = focused && document.activeElement.closest("td")?.dataset.field;
  for (const row of rows) if (!known.has(row.dataset.id)) row.classList.add("fresh");
  body.replaceChildren(...fresh.children);
  window.htmx?.process(body);
  window.htmx?.ajax("GET", part("totals", { min_position: position }), { target: "#list tfoot", swap: "outerHTML" });
  if (field) body.querySelector(`tr[data-id="${focused}"] [data-field="${CSS.escape(field)}"]`)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("list:row"));
}

async function fetched(query) {
  const answer = await fetch(part("rows", query)).catch(() => null);
  if (!answer?.ok) return null;
  const holder = document.createElement("tbody");
  holder.innerHTML = await answer.text();
  return holder;
}
