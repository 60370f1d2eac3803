// How does the table of a role become one command?

import { Refusal, send } from "./commands.js";
import { say } from "./texts.js";
import { toastAfterwards } from "./toasts.js";

const form = document.querySelector("form[data-role]");

function chosen(kind) {
  const selects = [...form.querySelectorAll(`select[data-${kind}]`)].filter((each) => each.value);
  return Object.fromEntries(selects.map((each) => [each.dataset[kind], each.value]));
}

function mark(select) {
  select.toggleAttribute("data-given", Boolean(select.value));
}

async function save(event) {
  event.preventDefault();
  const fixed = form.querySelector("select[data-right]")?.disabled;
  const body = {
    key: form.dataset.role,
    name: form.elements.name.value.trim(),
    grants: fixed ? {} : chosen("right"),
    fields: fixed ? {} : chosen("field"),
    second_factor: form.elements.second_factor.checked,
  };
  try {
    const receipt = await send("identity/change-role", body);
    toastAfterwards(say("saved"));
    const address = new URL("/settings/roles", location.href);
    if (receipt.position) address.searchParams.set("min_position", receipt.position);
    location.assign(address);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const place = form.querySelector(".form-problem");
    Object.assign(place, { textContent: refusal.message, hidden: false });
    place.scrollIntoView({ block: "center" });
  }
}

form.addEventListener("submit", save);
form.querySelectorAll("select").forEach(mark);
form.addEventListener("change", (event) => event.target.matches("select") && mark(event.target));
