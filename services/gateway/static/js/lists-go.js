// How does a list become another one without the page being left? Its address says all that it shows.

const PAUSE = 250;

export const list = () => document.getElementById("list");

export function say(name, details = {}) {
  const held = document.getElementById("list-messages").dataset;
  return Object.entries(details).reduce((text, [key, value]) => text.replace(`{${key}}`, value), held[name] ?? name);
}

// Shows the list of this address; `quiet` leaves the address bar as it is.
export async function go(address, { quiet = false } = {}) {
  const url = new URL(address, location.href);
  list().setAttribute("aria-busy", "true");
  await window.htmx.ajax("GET", url.pathname + url.search, { target: "#list", select: "#list", swap: "outerHTML" });
  if (url.searchParams.has("min_position")) url.searchParams.delete("min_position");
  if (!quiet) history.pushState(null, "", url);
  document.dispatchEvent(new CustomEvent("list:shown"));
}

// The same list once more, not before this position of the log is in it.
export function again(position) {
  const url = new URL(location.href);
  if (position) url.searchParams.set("min_position", position);
  return go(url, { quiet: true });
}

// This address with some of its parts changed; the place in the list is forgotten.
export function changed(changes) {
  const url = new URL(location.href);
  const now = new URLSearchParams(list().dataset.asked);
  for (const [name, value] of Object.entries(changes)) {
    if (value) now.set(name, value);
    else now.delete(name);
  }
  // What is said beside a view goes before it; without anything it would be the view again.
  if ([...now.keys()].join() === "view") now.set("filter", "");
  url.search = readable(now);
  return url;
}

// Brackets and commas stand in an address as they are.
function readable(query) {
  return query.toString().replaceAll("%28", "(").replaceAll("%29", ")").replaceAll("%2C", ",");
}

// A part of the list, as it is asked for now.
export function part(name, more = {}) {
  const query = new URLSearchParams(list().dataset.asked);
  for (const [key, value] of Object.entries(more)) if (value) query.set(key, value);
  return `/lists/${list().dataset.list}/${name}?${query}`;
}

export function listenForLinks() {
  let timer;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-list-link], .list-tools a.chip");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-list-search]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => search(form), PAUSE);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-list-search]")) return;
    event.preventDefault();
    clearTimeout(timer);
    search(event.target);
  });
  // Popovers fetch what they hold when they are first opened.
  document.addEventListener("toggle", (event) => event.newState === "open" && fill(event.target), true);
  addEventListener("popstate", () => go(location.href, { quiet: true }));
}

async function search(form) {
  const text = form.elements.search.value.trim();
  await go(changed({ search: text }));
  const field = list().querySelector("[data-list-search] input");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

async function fill(popover) {
  const place = popover.querySelector?.("[data-lazy]");
  if (!place || place.childElementCount) return;
  const answer = await fetch(place.dataset.lazy).catch(() => null);
  if (!answer?.ok) return popover.hidePopover();
  place.innerHTML = await answer.text();
  place.dispatchEvent(new CustomEvent("list:filled", { bubbles: true }));
  place.querySelector("select, input, button")?.focus();
}
