// Which columns are folded away, which one does a phone show, and where does a new deal begin?

import { open } from "./dialogs.js";

const NARROW = matchMedia("(max-width: 700px)");
const key = () => `hindsight-columns-${document.getElementById("board").dataset.pipeline}`;
const columns = () => [...document.querySelectorAll(".board > .column")];
const words = document.getElementById("board-messages").dataset;

export function listenForColumns() {
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-collapse]");
    if (fold) toggle(fold.closest(".column"));
    const tab = event.target.closest("[data-show]");
    if (tab) show(tab.dataset.show);
    const begin = event.target.closest("[data-new-deal]");
    if (begin) beginIn(begin.dataset.newDeal);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-priced]")) price(event.target);
  });
}

export function setUpColumns() {
  const folded = kept();
  columns().forEach((column) => fold(column, folded.includes(column.dataset.stage)));
  mark(columns()[0]?.dataset.stage);
  const board = document.getElementById("board");
  board.addEventListener("scroll", () => NARROW.matches && mark(nearest(board)), { passive: true });
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key())) ?? [];
  } catch {
    return [];
  }
}

function toggle(column) {
  fold(column, !column.classList.contains("folded"));
  const folded = columns().filter((each) => each.classList.contains("folded"));
  localStorage.setItem(key(), JSON.stringify(folded.map((each) => each.dataset.stage)));
}

function fold(column, away) {
  column.classList.toggle("folded", away);
  const button = column.querySelector("[data-collapse]");
  button.setAttribute("aria-expanded", String(!away));
  button.setAttribute("aria-label", (away ? words.expand : words.collapse).replace("{stage}", column.dataset.name));
}

// On a phone there is one column at a time.
function show(stage) {
  const column = columns().find((each) => each.dataset.stage === stage);
  column.scrollIntoView({ behavior: "instant", inline: "start", block: "nearest" });
  mark(stage);
}

function nearest(board) {
  const left = board.getBoundingClientRect().left;
  const distance = (column) => Math.abs(column.getBoundingClientRect().left - left);
  return columns().reduce((best, column) => (distance(column) < distance(best) ? column : best)).dataset.stage;
}

function mark(stage) {
  for (const tab of document.querySelectorAll("[data-show]")) {
    if (tab.dataset.show === stage) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

function beginIn(stage) {
  const dialog = document.getElementById("new-deal");
  dialog.querySelector("[name=stage]").value = stage;
  open(dialog);
}

// The list price is what most deals begin with; a price somebody has typed stays.
function price(select) {
  const { price, currency } = select.selectedOptions[0].dataset;
  const form = select.form;
  const amount = form.elements.amount;
  if (!price || (amount.value && amount.value !== amount.dataset.listed)) return;
  amount.value = amount.dataset.listed = price;
  form.elements.currency.value = currency;
}
