// How is the reader told what became of an action, without being interrupted, and how is it taken back?

import { Refusal, send } from "./commands.js";
import { say } from "./texts.js";

const STAY = { good: 4000, bad: 10000 };
const WITH_UNDO = 8000;
const KEPT = "hindsight-toast";
const place = document.getElementById("toasts");

// `undo`: {command, body, version} of the command that takes it back; `undone(receipt)` is called afterwards.
export function toast(text, tone = "good", { undo = null, undone = reload } = {}) {
  const item = document.createElement("div");
  item.className = `toast ${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  item.append(words);
  if (undo) item.append(undoButton(item, undo, undone));
  item.append(closeButton(item));
  show(item);
  let timer = setTimeout(() => gone(item), undo ? WITH_UNDO : STAY[tone]);
  item.addEventListener("pointerenter", () => clearTimeout(timer));
  item.addEventListener("pointerleave", () => (timer = setTimeout(() => gone(item), STAY.good)));
  return item;
}

// Above everything, an open dialog too.
function show(item) {
  place.append(item);
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover?.();
}

function gone(item) {
  item.remove();
  if (!place.children.length && place.matches(":popover-open")) place.hidePopover();
}

function undoButton(item, undo, undone) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "toast-action", textContent: say("undo") });
  button.addEventListener("click", async () => {
    gone(item);
    try {
      const receipt = await send(undo.command, undo.body, { version: undo.version });
      toastAfterwards(say("undone"));
      await undone(receipt);
      showKept();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      toast(refusal.message, "bad");
    }
  });
  return button;
}

function closeButton(item) {
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "icon-button", textContent: "×" });
  close.setAttribute("aria-label", say("close"));
  close.addEventListener("click", () => gone(item));
  return close;
}

function reload(receipt) {
  const address = new URL(location.href);
  if (receipt?.position) address.searchParams.set("min_position", receipt.position);
  location.assign(address);
}

// Shown once the next page stands.
export function toastAfterwards(text, undo = null) {
  sessionStorage.setItem(KEPT, JSON.stringify({ text, undo }));
}

export function showKept() {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (!kept) return;
  const { text, undo } = JSON.parse(kept);
  toast(text, "good", { undo });
}
