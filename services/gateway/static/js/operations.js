// How does the operations page stay up to date, and carry out what an operator chooses?

import { open } from "./dialogs.js";
import { say } from "./texts.js";
import { toast } from "./toasts.js";

const EVERY = 2000;
const API = "/api/v1/operations/";
const standing = document.getElementById("standing");
const operate = document.getElementById("operate");
const parked = document.getElementById("parked-event");

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-operate]");
  if (row) choose(operate, row.dataset.operate, row.dataset.actions.split(" "), (action) => `read-models/${encodeURIComponent(row.dataset.operate)}/${action}`);
  const kept = event.target.closest("[data-parked]");
  if (kept) show(kept.dataset);
  const direct = event.target.closest("[data-post]");
  if (direct) post(direct.dataset.post).then(told, (problem) => toast(problem.message, "bad"));
});

for (const dialog of [operate, parked]) {
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    carryOut(dialog);
  });
}

setInterval(() => {
  if (!document.hidden && !document.querySelector("dialog[open], .parts[open]")) refresh();
}, EVERY);

// Opens a dialog with those of its choices that are possible; `path` leads from the choice to its address.
function choose(dialog, subject, possible, path) {
  dialog.querySelector("[data-subject]").textContent = subject;
  dialog.path = path;
  for (const choice of dialog.querySelectorAll("[data-choice]")) {
    choice.hidden = !possible.includes(choice.dataset.choice);
    choice.querySelector("input").checked = choice.dataset.choice === possible[0];
  }
  open(dialog);
  dialog.querySelector("input:checked").focus();
}

function show({ parked: position, name, reason, waits }) {
  const addresses = {
    retry: `parked/retry?name=${encodeURIComponent(name)}&position=${position}`,
    skip: `parked/${encodeURIComponent(name)}/${position}/skip`,
  };
  parked.querySelector("[data-reason]").textContent = reason;
  const place = parked.querySelector("[data-stored]");
  place.textContent = "…";
  choose(parked, `${name} · ${position}`, waits === undefined ? ["retry", "skip"] : ["retry"], (action) => addresses[action]);
  fetch(`${API}parked/${position}`)
    .then((answer) => answer.json())
    .then(({ stored, detail }) => (place.textContent = stored ? JSON.stringify(stored.data ?? stored.text, null, 2) : detail));
}

async function carryOut(dialog) {
  const button = dialog.querySelector("[type=submit]");
  const problem = dialog.querySelector(".form-problem");
  button.disabled = true;
  try {
    const answer = await post(dialog.path(dialog.querySelector("input:checked").value));
    dialog.close("done");
    told(answer);
  } catch (refusal) {
    problem.textContent = refusal.message;
    problem.hidden = false;
  } finally {
    button.disabled = false;
  }
}

async function post(path) {
  const headers = { "Accept-Language": document.documentElement.lang.slice(0, 2) };
  const answer = await fetch(API + path, { method: "POST", headers }).catch(() => {
    throw new Error(say("offline"));
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.detail ?? say("offline"));
  return content;
}

function told(answer) {
  if ("folded" in answer) toast(say("retried", answer), answer.parked ? "bad" : "good");
  else toast(say(answer.state === "running" ? "begun" : "carriedOut"));
  refresh();
}

async function refresh() {
  const answer = await fetch(standing.dataset.refresh).catch(() => null);
  if (answer?.ok) standing.innerHTML = await answer.text();
}
