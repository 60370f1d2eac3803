// How does a reader build a filter? Conditions and groups become the text that stands in the address.

import { changed, go } from "./lists-go.js";

const WITHOUT_VALUE = ["empty", "filled"];

export function listenForFilterBuilder() {
  document.addEventListener("change", (event) => {
    const condition = event.target.closest("[data-condition]");
    if (!condition) return;
    if (event.target.matches("[data-field-choice]")) exchange(condition, event.target.value);
    if (event.target.matches("[data-operator]")) inputs(condition, event.target.value);
  });
  document.addEventListener("click", (event) => {
    const builder = event.target.closest("[data-filter-builder]");
    if (!builder) return;
    const group = event.target.closest("[data-group]");
    if (event.target.closest("[data-add]")) add(builder, group);
    if (event.target.closest("[data-add-group]")) addGroup(builder, group);
    const dropped = event.target.closest("[data-drop]");
    if (dropped) dropped.closest("li").remove();
  });
  document.addEventListener("list:filled", (event) => {
    const builder = event.target.querySelector("[data-filter-builder]");
    if (builder && !builder.querySelector("[data-condition]")) add(builder, builder.querySelector("[data-group]"));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filter-builder]")) return;
    event.preventDefault();
    apply(event.target);
  });
}

function templates(builder) {
  return builder.parentElement;
}

function add(builder, group) {
  const first = templates(builder).querySelector("template[data-for]");
  const row = first.content.firstElementChild.cloneNode(true);
  parts(group).append(row);
  row.querySelector("select").focus();
}

function addGroup(builder, group) {
  const item = document.createElement("li");
  item.append(templates(builder).querySelector("template[data-new-group]").content.firstElementChild.cloneNode(true));
  parts(group).append(item);
  add(builder, item.querySelector("[data-group]"));
}

function parts(group) {
  return group.querySelector(":scope > [data-parts]");
}

// Another field has other operators and another input.
function exchange(condition, name) {
  const builder = condition.closest("[data-filter-builder]");
  const fresh = templates(builder).querySelector(`template[data-for="${CSS.escape(name)}"]`).content.firstElementChild.cloneNode(true);
  condition.replaceWith(fresh);
  fresh.querySelector("[data-field-choice]").focus();
}

function inputs(condition, operator) {
  const place = condition.querySelector("[data-values]");
  place.hidden = WITHOUT_VALUE.includes(operator);
  const builder = condition.closest("[data-filter-builder]");
  const name = condition.querySelector("[data-field-choice]").value;
  const kind = ["in", "older"].includes(operator) ? operator : "on";
  const dated = templates(builder).querySelector(`template[data-inputs="${CSS.escape(name)}.on"]`);
  if (!dated) return;
  const source = kind === "in" ? templates(builder).querySelector(`template[data-for="${CSS.escape(name)}"]`).content.querySelector("[data-values]") : templates(builder).querySelector(`template[data-inputs="${CSS.escape(name)}.${kind}"]`).content;
  place.replaceChildren(...[...source.childNodes].map((node) => node.cloneNode(true)));
}

async function apply(builder) {
  const text = [...parts(builder.querySelector("[data-group]")).children].map(written).filter(Boolean).join(",");
  const all = builder.querySelector("[data-group] [data-joined]").value;
  builder.closest("[popover]").hidePopover();
  await go(changed({ filter: all === "or" && text.includes(",") ? `or(${text})` : text }));
}

// One condition or group as text; one without a value is not there yet.
function written(item) {
  const group = item.querySelector(":scope > [data-group]");
  if (group) {
    const inner = [...parts(group).children].map(written).filter(Boolean).join(",");
    return inner && `${group.querySelector("[data-joined]").value}(${inner})`;
  }
  const operator = item.querySelector("[data-operator]").value;
  const values = WITHOUT_VALUE.includes(operator) ? [] : given(item);
  if (!values.length && !WITHOUT_VALUE.includes(operator)) return "";
  return `${item.querySelector("[data-field-choice]").value}.${operator}(${values.map(quoted).join(",")})`;
}

function given(item) {
  const input = item.querySelector("[data-value]");
  if (!input) return [];
  const values = input.multiple ? [...input.selectedOptions].map((option) => option.value) : [input.value.trim()];
  return values.filter(Boolean);
}

function quoted(value) {
  return /[(),"]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
