// What does moving a card send, and what happens when it is refused?

import { refresh } from "./board-live.js";
import { askFor, isNeed } from "./board-needed.js";
import { Refusal, send } from "./commands.js";
import { open } from "./dialogs.js";
import { say } from "./texts.js";
import { toast } from "./toasts.js";

const OUTCOMES = { won: "win-deal", lost: "lose-deal" };

export function columnOf(stage) {
  return document.querySelector(`.cards[data-stage="${stage}"]`);
}

// The card already stands in its new column; `back` puts it where it was.
export async function moveTo(card, stage, back) {
  if (OUTCOMES[stage]) return close(card, stage, back);
  card.classList.add("waiting");
  try {
    await carry(card, stage);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (isNeed(refusal)) return askFor(card, stage, { go: () => carry(card, stage), back });
    back();
    toast(say("notMoved", { reason: refusal.message }), "bad");
    if (refusal.stale) await refresh([card.dataset.deal]);
  } finally {
    card.classList.remove("waiting");
  }
}

async function carry(card, stage) {
  const command = OUTCOMES[card.dataset.stage] ? "sales/reopen-deal" : "sales/move-deal";
  const body = { deal_id: card.dataset.deal, to_stage: stage };
  const receipt = await send(command, body, { version: card.dataset.version });
  await moved(card, stage, receipt);
}

// Winning asks for amount and day, losing for the reason; closing the dialog leaves the deal where it was.
function close(card, stage, back) {
  const dialog = document.getElementById(OUTCOMES[stage]);
  const form = dialog.querySelector("form");
  form.reset();
  form.elements.deal_id.value = card.dataset.deal;
  form.dataset.version = card.dataset.version;
  if (stage === "won") form.elements.amount.value = card.dataset.amount;
  dialog.querySelector(".dialog-lead").textContent = card.dataset.title;
  const ended = new AbortController();
  form.addEventListener("command:done", (event) => {
    event.preventDefault();
    ended.abort();
    dialog.close("done");
    moved(card, stage, event.detail);
  }, { signal: ended.signal });
  dialog.addEventListener("close", () => {
    ended.abort();
    back();
  }, { signal: ended.signal });
  open(dialog);
}

async function moved(card, stage, receipt) {
  const deal = card.dataset.deal;
  card.dataset.version = receipt.version;
  const name = columnOf(stage).closest(".column").dataset.name;
  document.getElementById("board-news").textContent = say("moved", { stage: name });
  if (receipt.undo) toast(say("moved", { stage: name }), "good", { undo: receipt.undo, undone: (taken) => refresh([deal], taken.position) });
  await refresh([deal], receipt.position);
}
