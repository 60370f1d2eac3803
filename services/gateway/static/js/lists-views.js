// How is a list kept under a name, to be opened again?

import { Refusal, send } from "./commands.js";
import { changed, go, list, say } from "./lists-go.js";
import { toast } from "./toasts.js";

const KEPT = ["search", "filter", "sort", "columns"];

export function listenForViews() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-view-form]")) return;
    event.preventDefault();
    save(event.target);
  });
  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-view-command]");
    if (action) act(action);
  });
}

// The present state of the list, as it stands in the address.
function query() {
  const now = new URLSearchParams(location.search);
  const kept = new URLSearchParams(KEPT.filter((name) => now.get(name)).map((name) => [name, now.get(name)]));
  return kept.toString();
}

async function save(form) {
  const { name, shared } = form.elements;
  const body = { name: name.value, object: list().dataset.list, query: query(), shared: shared.value, layout: "table" };
  const problem = form.querySelector(".form-problem");
  try {
    const receipt = await send("configuration/save-view", body);
    form.closest("dialog").close();
    toast(say("saved"));
    const url = changed({ view: receipt.stream_id });
    url.searchParams.set("min_position", receipt.position);
    go(url);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    problem.textContent = refusal.problems[0]?.problem ?? refusal.message;
    problem.hidden = false;
  }
}

async function act(action) {
  const { viewCommand, view } = action.dataset;
  const body = { view_id: view };
  if (viewCommand === "change-view") body.query = query();
  if (viewCommand === "choose-default-view") Object.assign(body, { object: list().dataset.list, view_id: view || null });
  try {
    const receipt = await send(`configuration/${viewCommand}`, body);
    toast(say("saved"));
    const url = viewCommand === "remove-view" ? changed({ view: "", filter: "", sort: "", columns: "", search: "" }) : new URL(location.href);
    if (receipt.position) url.searchParams.set("min_position", receipt.position);
    go(url);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message, "bad");
  }
}
