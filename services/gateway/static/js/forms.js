// How does a dialog's form become a command, and a refusal a note at its field?

import { Refusal, send, wish } from "./commands.js";
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
    show(form, refusal);
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

function done(form, receipt) {
  const told = new CustomEvent("command:done", { bubbles: true, cancelable: true, detail: receipt });
  if (!form.dispatchEvent(told)) return;
  form.closest("dialog")?.close("done");
  toastAfterwards(say("saved"));
  const records = form.dataset.command.startsWith("sales/") ? "/deals/" : "/customers/";
  const address = new URL(form.dataset.then === "follow" ? records + receipt.stream_id : location.href, location.href);
  if (receipt.position) address.searchParams.set("min_position", receipt.position);
  location.assign(address);
}

// Field names with dots lead into objects, numbers into lists; an empty field is left out, or null where it says so.
export function bodyOf(form) {
  const body = {};
  for (const control of form.elements) {
    if (!control.name || control.disabled || (control.type === "radio" && !control.checked)) continue;
    const value = valueOf(control);
    if (value !== undefined) put(body, control.name.split("."), value);
  }
  // A list item whose fields were all emptied is taken away.
  return JSON.parse(JSON.stringify(body), (_, value) => (Array.isArray(value) ? value.filter((item) => item !== null) : value));
}

function valueOf(control) {
  const text = control.value.trim();
  if (control.dataset.kind === "lines") return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (text) return text;
  if (control.dataset.empty === "null") return null;
  return control.dataset.empty === "text" ? "" : undefined;
}

function put(body, [first, ...rest], value) {
  if (!rest.length) body[first] = value;
  else put((body[first] ??= /^\d+$/.test(rest[0]) ? [] : {}), rest, value);
}

function complete(form) {
  const missing = [...form.elements].filter((control) => control.required && !control.value.trim());
  missing.forEach((control) => note(control, say("required")));
  missing[0]?.focus();
  return !missing.length;
}

function show(form, refusal) {
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
