// How are several of many chosen by typing?

export function begin(field) {
  prepare(field);
  offer(field);
}

function prepare(field) {
  if (field.prepared) return;
  field.prepared = true;
  const [input, list] = [field.querySelector("[role=combobox]"), field.querySelector("[role=listbox]")];
  input.addEventListener("input", () => offer(field));
  input.addEventListener("blur", () => setTimeout(() => close(field), 120));
  input.addEventListener("keydown", (event) => keys(event, field));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) event.preventDefault(), pick(field, option.dataset.id);
  });
}

function offer(field) {
  const [input, list] = [field.querySelector("[role=combobox]"), field.querySelector("[role=listbox]")];
  const typed = input.value.trim().toLowerCase();
  const left = [...field.querySelector("select").options].filter((option) => !option.selected && option.text.toLowerCase().includes(typed));
  list.replaceChildren(...left.slice(0, 50).map((option, place) => line(option, `${list.id}-${place}`, place === 0)));
  list.hidden = !left.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  mark(input, list);
}

function line(option, id, first) {
  const item = document.createElement("li");
  Object.assign(item, { id, role: "option", textContent: option.text, ariaSelected: String(first) });
  item.dataset.id = option.value;
  return item;
}

function keys(event, field) {
  if (event.isComposing) return;
  const [input, list] = [field.querySelector("[role=combobox]"), field.querySelector("[role=listbox]")];
  const options = [...list.children];
  const at = options.findIndex((option) => option.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length && !list.hidden) {
    options.forEach((option, place) => (option.ariaSelected = String(place === (at + step + options.length) % options.length)));
    mark(input, list);
  } else if (event.key === "Enter" && at >= 0 && !list.hidden) pick(field, options[at].dataset.id);
  else if (event.key === "Backspace" && !input.value) drop(field, [...field.querySelectorAll("[data-picked]")].at(-1)?.dataset.picked);
  else if (event.key === "Escape" && !list.hidden) event.stopPropagation(), close(field);
  else return;
  event.preventDefault();
}

function mark(input, list) {
  const chosen = list.querySelector("[aria-selected=true]");
  if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
  else input.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

function pick(field, value) {
  const option = [...field.querySelector("select").options].find((each) => each.value === value);
  const input = field.querySelector("[role=combobox]");
  option.selected = true;
  const tag = document.createElement("span");
  Object.assign(tag, { className: "tag", textContent: option.text });
  tag.dataset.picked = value;
  const cross = document.createElement("button");
  Object.assign(cross, { type: "button", textContent: "×", ariaLabel: `× ${option.text}` });
  tag.append(cross);
  input.before(tag);
  input.value = "";
  changed(field);
}

export function drop(field, value) {
  if (value === undefined) return;
  [...field.querySelector("select").options].find((each) => each.value === value).selected = false;
  field.querySelector(`[data-picked="${CSS.escape(value)}"]`).remove();
  changed(field);
}

function changed(field) {
  const input = field.querySelector("[role=combobox]");
  field.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
  offer(field);
}

function close(field) {
  field.querySelector("[role=listbox]").hidden = true;
  field.querySelector("[role=combobox]").setAttribute("aria-expanded", "false");
}
