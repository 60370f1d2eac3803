// How is a customer found by typing? (The listbox pattern of the ARIA practices.)

import { say } from "./texts.js";

const PAUSE = 180;

// Also those that come onto the page later.
export function listenForComboboxes() {
  document.addEventListener("focusin", (event) => {
    const field = event.target.matches?.("[role=combobox]") && event.target.closest("[data-combobox]");
    if (!field || field.prepared) return;
    field.prepared = true;
    combobox(field);
  });
}

function combobox(field) {
  const [input, hidden, list] = ["[role=combobox]", "[type=hidden]", "[role=listbox]"].map((what) => field.querySelector(what));
  let timer;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    input.value = option.dataset.name;
    hidden.value = option.dataset.id;
    close();
  };
  const look = async () => {
    const text = input.value.trim();
    if (!text) return close();
    const answer = await fetch(`${field.dataset.combobox}?search=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer?.ok || text !== input.value.trim()) return;
    list.innerHTML = await answer.text();
    if (!list.children.length) list.textContent = say("noMatch");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  input.addEventListener("input", () => {
    hidden.value = "";
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => keys(event, list, input, choose, close));
  input.addEventListener("blur", () => setTimeout(close, 120));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

function keys(event, list, input, choose, close) {
  if (list.hidden || event.isComposing) return;
  const options = [...list.querySelectorAll("[role=option]")];
  const at = options.findIndex((option) => option.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length) {
    event.preventDefault();
    select(options, (at + step + options.length) % options.length, input);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    choose(options[at]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}

function select(options, at, input) {
  options.forEach((option, index) => (option.ariaSelected = String(index === at)));
  options[at].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", options[at].id);
}
