// What did the reader choose about a file?

const AGAIN = ["target", "encoding", "delimiter"];

// A new kind of rows, encoding or separator asks for new suggestions; everything else is sent together.
export function chosenFor(section, control) {
  const choice = control.dataset.choice;
  if (choice === "target" && !control.value) return { left_out: true };
  if (AGAIN.includes(choice)) return { [choice]: control.value };
  return { choices: choicesOf(section) };
}

function choicesOf(section) {
  const found = { columns: {}, orders: {}, marks: {}, values: {}, constants: {}, missing: {} };
  for (const each of section.querySelectorAll("[data-column]")) if (each.value) found.columns[each.dataset.column] = each.value;
  for (const [name, data] of [["orders", "order"], ["marks", "mark"], ["constants", "constant"], ["missing", "missing"]]) {
    for (const each of section.querySelectorAll(`[data-${data}]`)) found[name][each.dataset[data]] = each.value;
  }
  for (const each of section.querySelectorAll("[data-value-of]")) {
    (found.values[each.dataset.valueOf] ??= {})[each.dataset.value] = each.value;
  }
  for (const name of ["key", "existing"]) {
    const each = section.querySelector(`[data-choice="${name}"]`);
    if (each) found[name] = each.value;
  }
  found.match = section.querySelector('[data-choice="match"]')?.checked ?? false;
  return found;
}
