// How is a list kept under a name, to be opened again?

import { Refusal, send } from "./commands.js";
import { go, list, say } from "./lists-go.js";
import { toast } from "./toasts.js";

const KEPT = ["search", "filter", "sort", "columns", "pipeline"];

export function listenForViews() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-view-form]")) return;
    event.preventDefault();
    told(() => save(event.target), event.target.querySelector(".form-problem"));
  });
  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-view-command]");
    if (action) told(() => act(action.dataset));
  });
}

// The list as it is now: what its address says, else what its view says.
function query() {
  const now = new URLSearchParams(list().dataset.asked);
  return new URLSearchParams(KEPT.filter((name) => now.get(name)).map((name) => [name, now.get(name)])).toString();
}

async function save(form) {
  const { view, name: before, shared: sharedBefore } = form.dataset;
  const [name, shared] = [form.elements.name.value.trim(), form.elements.shared.value];
  let receipt = null;
  const { views, layout } = list().dataset;
  if (!view) receipt = await send("configuration/save-view", { name, object: views, layout, query: query(), shared });
  if (view && name !== before) receipt = await send("configuration/rename-view", { view_id: view, name });
  if (view && shared !== sharedBefore) receipt = await send("configuration/share-view", { view_id: view, shared });
  form.closest("dialog").close("done");
  if (receipt) await show(receipt.stream_id, receipt.position);
}

async function act({ viewCommand, view, owner }) {
  const body = { view_id: view || null };
  if (viewCommand === "change-view") body.query = query();
  if (viewCommand === "choose-default-view") Object.assign(body, { object: list().dataset.list, owner_id: owner });
  const { position } = await send(`configuration/${viewCommand}`, body);
  await show(viewCommand === "remove-view" || !view ? "all" : view, position);
}

function show(view, position) {
  toast(say("saved"));
  const url = new URL(location.pathname, location.href);
  url.searchParams.set("view", view);
  if (position) url.searchParams.set("min_position", position);
  return go(url);
}

async function told(work, place = null) {
  try {
    await work();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const text = refusal.problems[0]?.problem ?? refusal.message;
    if (!place) return toast(text, "bad");
    place.textContent = text;
    place.hidden = false;
  }
}
