// How does a record open at the side of a list, and close again?

import { say } from "./texts.js";
import { toast } from "./toasts.js";

const panel = document.getElementById("panel");
let opener = null;
let asking = 0;

export function listenForPanel() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-panel-close]")) closePanel();
    const link = event.target.closest("a[data-panel], a[data-open-record]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    openPanel(link.getAttribute("href"), link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented && !document.querySelector("dialog[open], :popover-open:not(.tip, .toasts)")) {
      event.preventDefault();
      closePanel();
    }
  });
}

// The record at this address, as it shows itself with ?panel=1; `from` gets the focus back.
// Of several asked for quickly, the last one is shown.
export async function openPanel(address, from = document.activeElement, { focus = true } = {}) {
  const mine = ++asking;
  const asked = new URL(address, location.href);
  asked.searchParams.set("panel", "1");
  const answer = await fetch(asked, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer) return toast(say("offline"), "bad");
  const html = await answer.text();
  if (mine !== asking) return;
  opener = from;
  panel.dataset.address = asked.pathname + asked.search;
  fill(panel, html);
  panel.hidden = false;
  if (focus) panel.querySelector("#panel-title")?.focus();
  panel.dispatchEvent(new CustomEvent("panel:open", { bubbles: true, detail: { address } }));
}

// Shows the record again, at least as new as this position.
export async function refreshPanel(position = 0) {
  if (panel.hidden) return;
  const asked = new URL(panel.dataset.address, location.href);
  if (position) asked.searchParams.set("min_position", position);
  const answer = await fetch(asked, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) fill(panel, await answer.text());
}

export function closePanel() {
  asking += 1;
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  if (opener?.isConnected) opener.focus();
  panel.dispatchEvent(new CustomEvent("panel:close", { bubbles: true }));
}

// HTML of ours that a script fetched: htmx learns of what it says.
export function fill(place, html) {
  place.innerHTML = html;
  window.htmx?.process(place);
}
