// What is said about a button that is only an icon? Shown when the pointer rests on it or the keyboard reaches it.

const WAIT = 400;
let shown = null;
let timer = null;

export function listenForTips() {
  document.addEventListener("pointerover", (event) => event.pointerType !== "touch" && soon(event.target));
  document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && soon(event.target));
  for (const leaving of ["pointerout", "focusout", "pointerdown", "keydown", "scroll"]) document.addEventListener(leaving, hide, true);
}

function soon(target) {
  const subject = target.closest?.("[data-tip], [data-tip-narrow]");
  if (!subject) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(subject), WAIT);
}

function show(subject) {
  const narrow = subject.querySelector(".place-title");
  const text = subject.dataset.tip ?? (narrow && narrow.offsetWidth < 2 ? subject.dataset.tipNarrow : null);
  if (!text || !subject.isConnected || subject.getAttribute("aria-expanded") === "true") return;
  shown ??= made();
  shown.textContent = subject.dataset.tipKeys ? `${text}  ${subject.dataset.tipKeys}` : text;
  shown.showPopover();
  const at = subject.getBoundingClientRect();
  const beside = subject.matches(".place");
  const top = beside ? at.top + (at.height - shown.offsetHeight) / 2 : at.bottom + 6 + shown.offsetHeight < innerHeight ? at.bottom + 6 : at.top - shown.offsetHeight - 6;
  const left = beside ? at.right + 8 : at.left + at.width / 2 - shown.offsetWidth / 2;
  shown.style.top = `${top}px`;
  shown.style.left = `${Math.max(6, Math.min(left, innerWidth - shown.offsetWidth - 6))}px`;
}

function made() {
  const tip = document.createElement("div");
  Object.assign(tip, { className: "tip", popover: "manual" });
  tip.setAttribute("role", "tooltip");
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  return tip;
}

function hide() {
  clearTimeout(timer);
  if (shown?.matches(":popover-open")) shown.hidePopover();
}
