// What does a stage ask for that the deal lacks? It is asked for, sent, and the deal moves.

import { Refusal, send } from "./commands.js";
import { open } from "./dialogs.js";
import { bodyOf, show } from "./forms.js";

const COMMANDS = {
  customer_id: ({ customer_id }) => ["sales/link-deal-to-customer", { customer_id }],
  product_id: ({ product_id }) => ["sales/choose-product", { product_id }],
  owner_id: ({ owner_id }) => ["sales/assign-deal", { owner_id }],
  amount: ({ amount, currency, probability }) => ["sales/revalue-deal", { amount, currency, probability: Number(probability) }],
  expected_close_on: ({ expected_close_on }) => ["sales/reschedule-deal", { expected_close_on }],
  custom: ({ custom }) => ["sales/change-custom-fields", { custom }],
};

// Are these problems fields of the deal that the stage needs?
export function isNeed(refusal) {
  const names = [...Object.keys(COMMANDS)];
  return refusal.problems.length > 0 && refusal.problems.every(({ field }) => names.includes(field.split(".")[0]));
}

// Opens the dialog; `go()` moves the deal once it has everything, `back()` is called when the reader gives up.
export async function askFor(card, stage, { go, back }) {
  const dialog = document.getElementById("needed");
  const query = new URLSearchParams({ to_stage: stage, ...pipeline() });
  const answer = await fetch(`/deals/${card.dataset.deal}/needed?${query}`).catch(() => null);
  if (!answer?.ok) return back();
  dialog.innerHTML = await answer.text();
  dialog.dispatchEvent(new CustomEvent("list:filled", { bubbles: true }));
  const form = dialog.querySelector("form");
  dialog.addEventListener("close", () => dialog.returnValue !== "done" && back(), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    supply(form, card, dialog, go);
  });
  open(dialog);
}

function pipeline() {
  return { pipeline: document.getElementById("board").dataset.pipeline };
}

async function supply(form, card, dialog, go) {
  if (form.classList.contains("sending")) return;
  const body = bodyOf(form);
  form.classList.add("sending");
  try {
    for (const [field, command] of Object.entries(COMMANDS)) {
      if (body[field] === undefined || body[field] === null) continue;
      const [name, said] = command(body);
      const receipt = await send(name, { deal_id: card.dataset.deal, ...said });
      card.dataset.version = receipt.version;
    }
    await go();
    dialog.close("done");
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    show(form, refusal);
  } finally {
    form.classList.remove("sending");
  }
}
