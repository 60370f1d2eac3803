// How is the board used with the keyboard alone? Arrows go from card to card, Alt and arrows take the card along.

import { mayGo, placed } from "./board-drag.js";
import { moveTo } from "./board-moves.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.(".board .card");
    if (!card || event.ctrlKey || event.metaKey || event.shiftKey || !event.target.matches(".card-name")) return;
    const acted = event.altKey ? carry(card, STEPS[event.key]) : go(card, event.key);
    if (acted) event.preventDefault();
  });
}

function lists() {
  return [...document.querySelectorAll(".board > .column:not(.folded) .cards")];
}

function go(card, key) {
  if (STEPS[key]) return enter(card, STEPS[key]);
  const cards = [...card.parentElement.querySelectorAll(".card")];
  const at = cards.indexOf(card);
  const next = { ArrowDown: cards[at + 1], ArrowUp: cards[at - 1], Home: cards[0], End: cards.at(-1) }[key];
  return focus(next);
}

// The card at the same height of the next column that has one.
function enter(card, step) {
  const all = lists();
  const top = card.getBoundingClientRect().top;
  for (let at = all.indexOf(card.parentElement) + step; all[at]; at += step) {
    const cards = [...all[at].querySelectorAll(".card")];
    const distance = (other) => Math.abs(other.getBoundingClientRect().top - top);
    if (cards.length) return focus(cards.reduce((best, other) => (distance(other) < distance(best) ? other : best)));
  }
  return false;
}

function focus(card) {
  card?.querySelector(".card-name").focus();
  return Boolean(card);
}

function carry(card, step) {
  const all = lists();
  const goal = all[all.indexOf(card.parentElement) + step];
  if (!step || !goal || !mayGo(card.dataset.stage, goal.dataset.stage)) return false;
  const back = placed(card, goal.dataset.stage);
  focus(card);
  moveTo(card, goal.dataset.stage, () => {
    back();
    focus(card);
  });
  return true;
}
