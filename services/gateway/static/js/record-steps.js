// What can be done with one press: a task done, a tag gone, a change taken back, a timeline narrowed?

import { Refusal, send } from "./commands.js";
import { refreshPart } from "./live-parts.js";
import { fill, refreshPanel } from "./panel.js";
import { say } from "./texts.js";
import { toast } from "./toasts.js";

export function listenForSteps() {
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-send]");
    if (step) take(step.dataset.send, JSON.parse(step.dataset.body), step);
    const undo = event.target.closest("[data-undo]");
    if (undo) take(undo.dataset.undo.replace("/api/v1/", ""), { command_id: undo.dataset.commandId }, undo);
  });
  document.addEventListener("command:done", (event) => event.target.matches(".quick-add, .add-tag, .add-group") && event.target.reset());
  document.addEventListener("hindsight:changed", (event) => refreshPart("task-list", event.detail.position));
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]") && event.target.value) event.target.form.requestSubmit();
    const filters = event.target.closest("form[data-timeline]");
    if (filters) narrow(filters);
  });
}

async function take(command, body, button) {
  if (button.disabled) return;
  button.disabled = true;
  try {
    const receipt = await send(command, body);
    toast(say(command.startsWith("undo/") ? "undone" : "saved"), "good", { undo: receipt.undo, undone: told });
    told(receipt);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "bad");
  } finally {
    button.disabled = false;
  }
}

// Whatever shows the record hears of it.
function told(receipt) {
  document.dispatchEvent(new CustomEvent("hindsight:changed", { detail: receipt }));
  return refreshPanel(receipt.position);
}

async function narrow(form) {
  const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const answer = await fetch(`${form.dataset.timeline}?${wanted}`, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return toast(say("offline"), "bad");
  fill(form.closest(".happened").querySelector(".timeline"), await answer.text());
  const panel = form.closest("#panel");
  const address = new URL(panel ? panel.dataset.address : location.href, location.href);
  for (const control of form.elements) address.searchParams.delete(control.name);
  wanted.forEach((value, name) => address.searchParams.set(name, value));
  if (panel) panel.dataset.address = address.pathname + address.search;
  else history.replaceState(history.state, "", address);
}
