// How do menus and popovers stand at their button, and how are they used by keyboard? (The menu-button pattern of ARIA.)

export function listenForMenus() {
  document.addEventListener("beforetoggle", (event) => {
    if (event.target.matches?.(".menu[id], .popover[id]") && event.newState === "open") event.target.style.opacity = 0;
  }, true);
  document.addEventListener("toggle", toggled, true);
  document.addEventListener("keydown", keys);
  document.addEventListener("click", (event) => {
    const item = event.target.closest?.(".menu [role^=menuitem]");
    if (item) item.closest("[popover]").hidePopover();
    const submits = event.target.closest?.("[data-submit]");
    if (submits) submits.closest("form").requestSubmit();
  });
}

function toggled(event) {
  const surface = event.target;
  if (!surface.matches?.(".menu[id], .popover[id]")) return;
  const button = buttonOf(surface);
  const opened = event.newState === "open";
  button?.setAttribute("aria-expanded", String(opened));
  surface.style.opacity = "";
  if (!opened || !button) return;
  place(surface, button);
  (items(surface)[0] ?? surface.querySelector("input:not([type=hidden]), select, textarea, a, button"))?.focus();
}

function buttonOf(surface) {
  const buttons = [...document.querySelectorAll(`[popovertarget="${surface.id}"]`)];
  return buttons.find((button) => button === document.activeElement) ?? buttons.find((button) => button.offsetParent) ?? buttons[0];
}

// Below its button where there is room, else above; never beyond the window.
export function place(surface, button) {
  const at = button.getBoundingClientRect();
  const fits = at.bottom + surface.offsetHeight + 8 < innerHeight || at.top < surface.offsetHeight;
  const top = fits ? at.bottom + 4 : at.top - surface.offsetHeight - 4;
  const left = at.left + surface.offsetWidth + 8 > innerWidth ? at.right - surface.offsetWidth : at.left;
  surface.style.top = `${Math.max(8, Math.min(top, innerHeight - surface.offsetHeight - 8))}px`;
  surface.style.left = `${Math.max(8, left)}px`;
}

function items(menu) {
  return [...menu.querySelectorAll("[role^=menuitem]:not([disabled])")];
}

function keys(event) {
  const button = event.target.closest?.("[popovertarget][aria-haspopup=menu]");
  if (button && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    document.getElementById(button.getAttribute("popovertarget")).showPopover({ source: button });
    return;
  }
  const menu = event.target.closest?.(".menu[role=menu]:popover-open");
  if (!menu || menu.id === "move-menu") return;
  const open = items(menu);
  const at = open.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + open.length, Home: 0, End: open.length - 1 }[event.key];
  if (to !== undefined) open[to % open.length].focus();
  else if (event.key === "Tab") return menu.hidePopover();
  else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) typed(open, at, event.key);
  else return;
  event.preventDefault();
}

function typed(open, at, key) {
  const turned = [...open.slice(at + 1), ...open.slice(0, at + 1)];
  turned.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))?.focus();
}
