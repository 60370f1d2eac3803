// What if somebody else changed the record while I did? What only one of us changed is kept; for the rest one chooses.

import { Refusal, send } from "./commands.js";
import { done, put } from "./forms.js";
import { fill } from "./panel.js";
import { say } from "./texts.js";
import { toast } from "./toasts.js";

const OWN_IDS = { sales: ["deal_id", "product_id"], customers: ["customer_id", "group_id"], activities: ["activity_id", "task_id"] };

export function listenForConflicts() {
  document.addEventListener("command:stale", (event) => {
    event.preventDefault();
    resolve(event.target, event.detail.body, event.detail.refusal);
  });
}

async function resolve(form, body, refusal) {
  const dialog = await asked(form, body).catch(() => null);
  if (!dialog) return toast(refusal.message, "bad");
  const merged = JSON.parse(dialog.dataset.body);
  if (dialog.dataset.conflicts === "0") return sendAgain(form, merged, dialog.dataset.version);
  document.getElementById("conflict")?.remove();
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    dialog.close("chosen");
    await sendAgain(form, chosen(dialog, merged), dialog.dataset.version);
  });
  dialog.addEventListener("close", () => dialog.remove());
}

// The record a command concerns is named by its own kind's id, whatever else it names.
function recordOf(command, body) {
  return OWN_IDS[command.split("/")[0]]?.map((name) => body[name]).find(Boolean);
}

async function asked(form, body) {
  const id = recordOf(form.dataset.command, body);
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/html" },
    body: JSON.stringify({ body, version: Number(form.dataset.version) }),
  };
  const answer = await fetch(`/conflicts/${id}`, request);
  if (!answer.ok) return null;
  const place = document.createElement("div");
  fill(place, await answer.text());
  return place.querySelector("dialog");
}

function chosen(dialog, merged) {
  for (const field of dialog.querySelectorAll(".conflict")) {
    const choice = field.querySelector("input:checked").value;
    if (choice === "theirs") put(merged, field.dataset.path.split("."), JSON.parse(field.dataset.theirs));
  }
  return merged;
}

async function sendAgain(form, body, version) {
  try {
    done(form, await send(form.dataset.command, body, { version }));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    form.dataset.version = version;
    if (refusal.status === 412) return resolve(form, body, refusal);
    toast(refusal.message ?? say("offline"), "bad");
  }
}
