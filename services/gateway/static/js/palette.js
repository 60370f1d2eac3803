// How does one search, jump and act from the keyboard? (The combobox pattern of the ARIA practices, with a listbox.)

import { recent } from "./recent.js";

const PAUSE = 90;
const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const list = document.getElementById("palette-list");
const groups = Object.fromEntries([...list.querySelectorAll("[data-group]")].map((group) => [group.dataset.group, group]));
const found = groups.records.querySelector("[data-found]");
let timer = null;
let asked = null;

export function toggle() {
  if (dialog.open) dialog.close();
  else show();
}

input.addEventListener("input", () => {
  filter();
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
input.addEventListener("keydown", keys);
list.addEventListener("click", chosen);
list.addEventListener("pointermove", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && option.ariaSelected !== "true") select(option, false);
});

function show() {
  input.value = "";
  found.replaceChildren();
  actions();
  dialog.showModal();
  filter();
  ask();
}

// Whatever the page marks with data-action can be done from here; choosing it presses it.
function actions() {
  groups.actions.querySelectorAll("[role=option]").forEach((option) => option.remove());
  for (const action of document.querySelectorAll("[data-action]:not(:disabled)")) {
    if (!action.offsetParent) continue;
    const option = document.createElement("a");
    Object.assign(option, { href: "#", className: "menu-item", id: `act-${groups.actions.children.length}`, tabIndex: -1 });
    option.setAttribute("role", "option");
    option.dataset.words = `${action.dataset.actionWords ?? ""} ${action.textContent.trim().toLowerCase()}`;
    const icon = action.querySelector("svg")?.cloneNode(true);
    const title = document.createElement("span");
    Object.assign(title, { className: "cut", textContent: action.dataset.action || action.textContent.trim() || action.ariaLabel });
    option.append(...[icon, title].filter(Boolean));
    option.act = () => action.click();
    groups.actions.append(option);
  }
}

function filter() {
  const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  // Before anything is typed, what was looked at last comes first; then, what is at hand without a question.
  list.append(groups.places, groups.create);
  if (words.length) list.append(groups.records);
  else list.prepend(groups.records);
  for (const name of ["actions", "create", "places"]) {
    for (const option of groups[name].querySelectorAll("[role=option]")) option.hidden = !fits(option, words);
  }
  settle();
}

// Each word typed begins one of the option's words, or stands in its title.
function fits(option, words) {
  const known = option.dataset.words.split(" ");
  const title = option.textContent.toLowerCase();
  return words.every((word) => title.includes(word) || known.some((each) => each.startsWith(word)));
}

// Asks for records: those looked at last, or those that match.
async function ask() {
  asked?.abort();
  asked = new AbortController();
  const text = input.value.trim();
  const query = new URLSearchParams(text ? { q: text } : recent().map((id) => ["id", id]));
  dialog.querySelector("[data-all-results]").href = text ? `/search?q=${encodeURIComponent(text)}` : "/search";
  if (![...query].length) return found.replaceChildren(), settle();
  const answer = await fetch(`/search/options?${query}`, { signal: asked.signal }).catch(() => null);
  if (!answer?.ok || text !== input.value.trim()) return;
  found.innerHTML = await answer.text();
  settle();
}

function settle() {
  for (const group of Object.values(groups)) group.hidden = !options(group).length;
  const all = options(list);
  dialog.querySelector(".palette-none").hidden = all.length > 0;
  select(all[0] ?? null);
}

function options(place) {
  return [...place.querySelectorAll("[role=option]:not([hidden])")];
}

function select(option, scroll = true) {
  list.querySelectorAll("[aria-selected=true]").forEach((each) => each.setAttribute("aria-selected", "false"));
  option?.setAttribute("aria-selected", "true");
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  if (scroll) option?.scrollIntoView({ block: "nearest" });
}

function keys(event) {
  if (event.isComposing) return;
  const all = options(list);
  const at = all.findIndex((option) => option.ariaSelected === "true");
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, PageDown: Math.min(at + 8, all.length - 1), PageUp: Math.max(at - 8, 0) }[event.key];
  if (to !== undefined && all.length) select(all[to % all.length]);
  else if (event.key === "Enter" && at >= 0) go(all[at], event.ctrlKey || event.metaKey);
  else return;
  event.preventDefault();
}

function chosen(event) {
  const option = event.target.closest("[role=option]");
  if (!option || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  go(option, false);
}

function go(option, apart) {
  dialog.close();
  if (option.act) return option.act();
  if (apart) return void window.open(option.href, "_blank", "noopener");
  const here = option.pathname === location.pathname && option.hash;
  location.assign(option.href);
  if (here) dispatchEvent(new HashChangeEvent("hashchange"));
}
