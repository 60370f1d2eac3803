// How does a dialog's form become a command, and a refusal a note at its field?

import { Refusal, send, wish } from "./commands.js";
import { refreshPanel } from "./panel.js";
import { say } from "./texts.js";
import { toast, toastAfterwards } from "./toasts.js";

export function listenForForms() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-command]")) return;
    event.preventDefault();
    submit(event.target);
  });
  document.addEventListener("input", (event) => clear(event.target.closest(".field")));
}

async function submit(form) {
  if (form.classList.contains("sending")) return;
  form.querySelectorAll(".field").forEach(clear);
  if (!complete(form)) return;
  const body = bodyOf(form);
  form.classList.add("sending");
  try {
    const receipt = await send(form.dataset.command, body, { version: form.dataset.version, key: keyFor(form, body) });
    done(form, receipt);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const told = new CustomEvent("command:stale", { bubbles: true, cancelable: true, detail: { body, refusal } });
    if (refusal.status !== 412 || form.dispatchEvent(told)) show(form, refusal);
  } finally {
    form.classList.remove("sending");
  }
}

// Pressing the button again repeats the same wish; changing a field makes it another one.
function keyFor(form, body) {
  const text = JSON.stringify(body);
  if (form.sentBody !== text) Object.assign(form, { sentBody: text, sentKey: wish() });
  return form.sentKey;
}

export function done(form, receipt) {
  const told = new CustomEvent("command:done", { bubbles: true, cancelable: true, detail: receipt });
  if (!form.dispatchEvent(told)) return;
  form.closest("dialog")?.close("done");
  if (form.dataset.then === "stay") return stayed(form, receipt);
  toastAfterwards(say("saved"), receipt.undo);
  const records = form.dataset.command.startsWith("sales/") ? "/deals/" : "/customers/";
  const address = new URL(form.dataset.then === "follow" ? records + receipt.stream_id : location.href, location.href);
  if (receipt.position) address.searchParams.set("min_position", receipt.position);
  location.assign(address);
}

// The page keeps standing: what shows the record hears of it (data-then="stay").
function stayed(form, receipt) {
  toast(say("saved"), "good", { undo: receipt.undo });
  document.dispatchEvent(new CustomEvent("hindsight:changed", { detail: receipt }));
  refreshPanel(receipt.position);
}

// Field names with dots lead into objects, numbers into lists; an empty field is left out, or null where it says so.
export function bodyOf(form) {
  const body = JSON.parse(form.dataset.body ?? "{}");
  for (const control of form.elements) {
    if (!control.name || control.disabled || (control.type === "radio" && !control.checked)) continue;
    const value = valueOf(control);
    if (value !== undefined) put(body, control.name.split("."), value);
  }
  // A list item whose fields were all emptied is taken away; a currency without an amount is none.
  return JSON.parse(JSON.stringify(body), (_, value) => {
    if (Array.isArray(value)) return value.filter((item) => item !== null);
    return value && Object.keys(value).join() === "currency" ? null : value;
  });
}

function valueOf(control) {
  if (control.dataset.kind === "yes") return control.checked;
  if (control.dataset.kind === "many") return [...control.selectedOptions].map((option) => option.value);
  const text = control.value.trim();
  if (control.dataset.kind === "instant" && text) return new Date(text).toISOString();
  if (control.dataset.kind === "number" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (control.dataset.kind === "bool" && text) return text === "true";
  if (control.dataset.kind === "choices") return choicesIn(text);
  if (control.dataset.kind === "lines") return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (text) return text;
  if (control.dataset.empty === "null") return null;
  return control.dataset.empty === "text" ? "" : undefined;
}

// Lines such as "large = Large | 大"; a line without a key gets one.
function choicesIn(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean).map((line, at) => {
    const [, key, rest] = line.match(/^([a-z][a-z0-9_]{0,39})\s*=\s*(.+)$/) ?? [null, `choice_${at + 1}`, line];
    const [en, zh] = rest.split("|").map((part) => part.trim());
    return { key, label: zh ? { en, zh } : { en } };
  });
}

export function put(body, [first, ...rest], value) {
  if (!rest.length) body[first] = value;
  else put((body[first] ??= /^\d+$/.test(rest[0]) ? [] : {}), rest, value);
}

function complete(form) {
  const missing = [...form.elements].filter((control) => control.required && !control.value.trim());
  missing.forEach((control) => note(control, say("required")));
  missing[0]?.focus();
  return !missing.length;
}

export function show(form, refusal) {
  const left = refusal.problems.filter(({ field, problem }) => !noteAt(form, field, problem));
  const placed = refusal.problems.length > left.length;
  const whole = left.map(({ field, problem }) => `${field}: ${problem}`).join("; ");
  if (!placed && refusal.field && noteAt(form, refusal.field, refusal.message)) return;
  if (placed && !whole) return form.querySelector("[aria-invalid=true]").focus();
  const place = form.querySelector(".form-problem");
  place.textContent = placed ? whole : refusal.message;
  place.hidden = false;
  if (refusal.stale) toast(refusal.message, "bad");
}

// `contact.emails.0` belongs to the field that holds `contact.emails`.
function noteAt(form, field, text) {
  for (let name = field ?? ""; name; name = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "") {
    const control = form.elements[name];
    if (control?.closest?.(".field")) return note(control, text), true;
  }
  return false;
}

function note(control, text) {
  const field = control.closest(".field");
  const visible = field.querySelector("input:not([type=hidden]), select, textarea");
  const place = field.querySelector(".note");
  place.dataset.hint ??= place.textContent;
  place.textContent = text;
  field.classList.add("refused");
  visible.setAttribute("aria-invalid", "true");
}

function clear(field) {
  if (!field?.classList.contains("refused")) return;
  const place = field.querySelector(".note");
  place.textContent = place.dataset.hint;
  field.classList.remove("refused");
  field.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
}
