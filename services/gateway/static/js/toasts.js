// How is the reader told what became of an action, without being interrupted?

import { say } from "./texts.js";

const STAY = { good: 4000, bad: 10000 };
const KEPT = "hindsight-toast";
const place = document.getElementById("toasts");

export function toast(text, tone = "good") {
  const item = document.createElement("div");
  item.className = `toast ${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "icon-button", textContent: "×" });
  close.setAttribute("aria-label", say("close"));
  close.addEventListener("click", () => item.remove());
  item.append(words, close);
  place.append(item);
  setTimeout(() => item.remove(), STAY[tone]);
}

// Shown once the next page stands.
export function toastAfterwards(text) {
  sessionStorage.setItem(KEPT, text);
}

export function showKept() {
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (text) toast(text);
}
