// How is a colleague named in a note? After an @ their names are offered; whoever is named is sent along.

const MOST = 6;
let shown = null;

export function listenForMentions() {
  document.addEventListener("input", (event) => event.target.matches?.("textarea[data-mentions]") && offer(event.target));
  document.addEventListener("keydown", keys, true);
  document.addEventListener("focusout", (event) => event.target === shown?.area && setTimeout(close, 150));
  document.addEventListener("submit", (event) => event.target.querySelector?.("textarea[data-mentions]") && note(event.target), true);
}

const people = (area) => [...document.getElementById(area.dataset.mentions).options].map((option) => ({ id: option.dataset.id, name: option.value }));

// What is typed after the last @, where no name is complete yet.
function begun(area) {
  return area.value.slice(0, area.selectionStart).match(/(?:^|[\s(（，。,.])@([^@\n]{0,40})$/);
}

function offer(area) {
  const typed = begun(area)?.[1].toLowerCase();
  const found = typed === undefined ? [] : people(area).filter(({ name }) => name.toLowerCase().includes(typed)).slice(0, MOST);
  close();
  if (!found.length || found.some(({ name }) => name.toLowerCase() === typed.trim())) return;
  const list = Object.assign(document.createElement("ul"), { className: "options", id: "mention-options" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.dataset.mentionsTitle);
  found.forEach(({ name }, at) => {
    const item = Object.assign(document.createElement("li"), { id: `mention-${at}`, textContent: name });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(at === 0));
    item.addEventListener("pointerdown", (event) => (event.preventDefault(), choose(name)));
    list.append(item);
  });
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-activedescendant", "mention-0");
  shown = { area, list };
}

function keys(event) {
  if (!shown || event.target !== shown.area || event.isComposing) return;
  const items = [...shown.list.children];
  const at = items.findIndex((item) => item.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items.forEach((item, index) => (item.ariaSelected = String(index === (at + step + items.length) % items.length)));
  else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") choose(items[at].textContent);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (shown) shown.area.setAttribute("aria-activedescendant", `mention-${items.findIndex((item) => item.ariaSelected === "true")}`);
}

function choose(name) {
  const { area } = shown;
  const end = area.selectionStart;
  const start = end - begun(area)[1].length;
  area.setRangeText(`${name} `, start, end, "end");
  close();
  area.focus();
}

function close() {
  shown?.list.remove();
  shown?.area.removeAttribute("aria-activedescendant");
  shown = null;
}

// The ids of those whose whole name stands after an @ go with the text, the longest names first.
function note(form) {
  const area = form.querySelector("textarea[data-mentions]");
  let text = area.value;
  const named = [];
  for (const { id, name } of people(area).sort((a, b) => b.name.length - a.name.length)) {
    if (!text.includes(`@${name}`)) continue;
    named.push(id);
    text = text.replaceAll(`@${name}`, "");
  }
  const body = JSON.parse(form.dataset.body ?? "{}");
  form.dataset.body = JSON.stringify({ ...body, mentions: named });
}
