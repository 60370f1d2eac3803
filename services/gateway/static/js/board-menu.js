// How is a card moved without a mouse? (The menu-button pattern of the ARIA practices.)

import { mayGo, placed } from "./board-drag.js";
import { moveTo } from "./board-moves.js";

const menu = document.getElementById("move-menu");
const items = [...menu.querySelectorAll("[role=menuitem]")];
let button = null;

export function listenForMenu() {
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest(".card-menu");
    if (pressed) show(pressed);
  });
  document.addEventListener("keydown", (event) => {
    const pressed = event.target.closest(".card-menu");
    if (!pressed || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    show(pressed);
  });
  menu.addEventListener("keydown", keys);
  menu.addEventListener("click", (event) => {
    const item = event.target.closest("[data-to]");
    if (item) choose(item.dataset.to);
  });
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed") button?.setAttribute("aria-expanded", "false");
  });
}

function show(pressed) {
  button = pressed;
  const card = button.closest(".card");
  for (const item of items) {
    if (item.dataset.to) item.disabled = item.dataset.to === card.dataset.stage || !mayGo(card.dataset.stage, item.dataset.to);
    else item.href = card.querySelector(".card-name").href;
  }
  menu.showPopover();
  button.setAttribute("aria-expanded", "true");
  const at = button.getBoundingClientRect();
  const below = at.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - menu.offsetHeight - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  usable()[0].focus();
}

function usable() {
  return items.filter((item) => !item.disabled);
}

function keys(event) {
  const open = usable();
  const at = open.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + open.length, Home: 0, End: open.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    open[to % open.length].focus();
  } else if (event.key === "Tab") {
    hide();
  } else if (event.key === "Escape") {
    event.preventDefault();
    hide();
  } else if (event.key.length === 1 && event.key !== " ") {
    const letter = event.key.toLowerCase();
    const turned = [...open.slice(at + 1), ...open.slice(0, at + 1)];
    turned.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
  }
}

function hide() {
  menu.hidePopover();
  button.focus();
}

function choose(stage) {
  const card = button.closest(".card");
  menu.hidePopover();
  const back = placed(card, stage);
  card.querySelector(".card-menu").focus();
  moveTo(card, stage, () => {
    back();
    card.querySelector(".card-menu").focus();
  });
}
