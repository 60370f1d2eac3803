// How are many rows changed? Asked once, carried out in the background, told row by row, and undone.

import { open } from "./dialogs.js";
import { Refusal, send } from "./commands.js";
import { again, list, part, say } from "./lists-go.js";
import { clear, selection, size } from "./lists-choose.js";
import { editors, valueIn } from "./lists-edit.js";
import { say as saying } from "./texts.js";

let running = null;
let source = null;

export function listenForBulk() {
  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-bulk-action]");
    if (action) ask(action.dataset);
    const format = event.target.closest("[data-bulk-export]");
    if (format) exported(format.dataset.bulkExport);
    if (event.target.closest("[data-bulk-undo]")) then("undo");
    if (event.target.closest("[data-bulk-continue]")) then("continue");
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-bulk-field]")) offer(event.target.value);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-bulk-form]")) return;
    event.preventDefault();
    carryOut(event.target);
  });
  document.addEventListener("close", (event) => event.target.id === "bulk-dialog" && ended(), true);
}

const dialog = () => document.getElementById("bulk-dialog");

async function ask({ bulkAction, field, title, value }) {
  const found = await editors();
  const form = dialog().querySelector("form");
  form.dataset.field = field ?? "";
  form.dataset.action = bulkAction;
  form.dataset.value = value ?? "";
  dialog().querySelector("[data-subject]").textContent = title;
  const choice = dialog().querySelector("[data-bulk-field]");
  choice.replaceChildren(...found.filter(({ dataset }) => !["name", "title"].includes(dataset.editor) && dataset.whole === undefined).map(({ dataset }) => new Option(dataset.title, dataset.editor)));
  stage("ask");
  choice.closest(".field").hidden = bulkAction !== "change";
  dialog().querySelector("[data-confirm]").textContent = say("confirm", { count: new Intl.NumberFormat(document.documentElement.lang).format(size()) });
  await offer(bulkAction === "change" ? choice.value : field);
  open(dialog());
  if (bulkAction === "set") dialog().querySelector("[data-bulk-value]").querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

// The input for the field that is changed; what is done to whole records needs none.
async function offer(field) {
  const place = dialog().querySelector("[data-bulk-value]");
  const template = (await editors()).find(({ dataset }) => dataset.editor === field);
  const text = dialog().querySelector("template[data-bulk-text]");
  const needed = dialog().querySelector("form").dataset.action !== "do";
  place.hidden = !needed;
  place.replaceChildren(...(needed ? [(template ?? text).content.cloneNode(true)] : []));
  dialog().querySelector("form").dataset.field = field;
}

async function carryOut(form) {
  const place = form.querySelector("[data-bulk-value]");
  const written = place.querySelector("[data-needed]");
  if (written && !written.value.trim()) return refuse(form, saying("required")), written.focus();
  const body = { field: form.dataset.field, value: place.hidden ? form.dataset.value || null : valueIn(place), ...selection() };
  await begin(`lists/${list().dataset.list}/changes`, body);
}

// What was done is taken back, or what was broken off goes on.
async function then(what) {
  if (running) await begin(`lists/changes/${running.id}/${what}`, {});
}

// A refusal is told where it was asked for.
async function begin(command, body) {
  const form = dialog().querySelector("form");
  if (form.classList.contains("sending")) return;
  form.querySelector(".form-problem").hidden = true;
  form.classList.add("sending");
  try {
    follow(await send(command, body));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    refuse(form, refusal.message);
  } finally {
    form.classList.remove("sending");
  }
}

function refuse(form, reason) {
  const problem = form.querySelector(".form-problem");
  problem.textContent = reason;
  problem.hidden = false;
}

function follow(job) {
  running = job;
  stage("run");
  tell(job);
  source?.close();
  source = new EventSource(`/api/v1/lists/changes/${job.id}/events`);
  source.addEventListener("progress", (event) => {
    running = JSON.parse(event.data);
    tell(running);
    if (running.state !== "running") source.close();
  });
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && lost());
}

// The browser comes back to a gateway that is away for a moment, but not where it is refused: as far as is known.
function lost() {
  tell({ ...running, state: "failed" });
}

function tell(job) {
  const bar = dialog().querySelector("progress");
  bar.max = Math.max(job.total, 1);
  bar.value = job.done;
  dialog().querySelector("[data-progress]").textContent = say("progress", job);
  if (job.state === "running") return;
  stage("done");
  dialog().querySelector("[data-outcome]").textContent = say(job.state === "done" ? "result" : "brokenOff", job);
  dialog().querySelector("[data-problems]").replaceChildren(...job.problems.map(line));
  dialog().querySelector("[data-bulk-undo]").hidden = !job.undoable;
  dialog().querySelector("[data-bulk-continue]").hidden = job.state !== "failed";
}

function line({ name, problem }) {
  const item = document.createElement("li");
  const who = document.createElement("strong");
  who.textContent = name || "–";
  item.append(who, ` ${problem}`);
  return item;
}

function stage(name) {
  for (const each of dialog().querySelectorAll("[data-stage]")) each.hidden = !each.dataset.stage.split(" ").includes(name);
}

function ended() {
  if (!running) return;
  const { position } = running;
  running = null;
  source?.close();
  clear();
  again(position);
}

function exported(format) {
  const { ids } = selection();
  const form = document.createElement("form");
  form.method = "post";
  form.action = `/api/v1/lists/${list().dataset.list}/export${new URL(part("x"), location.href).search}`;
  const fields = { format, ids: (ids ?? []).join(",") };
  for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
  form.remove();
}
