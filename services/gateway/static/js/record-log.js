// How is a call logged in two presses? The form comes filled in.

export function listenForLogging() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-log]");
    if (button) open(button);
  });
  document.addEventListener("submit", (event) => remind(event.target), true);
}

function open(button) {
  const scope = button.closest("#panel, #main") ?? document;
  const dialog = scope.querySelector("#log-activity");
  const form = dialog.querySelector("form");
  form.reset();
  form.querySelector(`[name=kind][value=${button.dataset.log}]`).checked = true;
  form.elements.subject.value = button.dataset.subject;
  form.elements.happened_at.value = local(new Date());
  dialog.returnValue = "";
  dialog.showModal();
  form.elements.body.focus();
}

// An instant as the input writes it, in the time of this place.
export function local(instant) {
  return new Date(instant.getTime() - instant.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

// "30 minutes before" becomes the instant, once the due time is known.
function remind(form) {
  const select = form.querySelector?.("select[data-remind]");
  if (!select) return;
  const due = form.elements[select.dataset.remind].value;
  form.querySelector("input[name=remind_at]")?.remove();
  select.disabled = true;
  setTimeout(() => (select.disabled = false));
  if (!due || !select.value) return;
  const at = new Date(new Date(due).getTime() - Number(select.value) * 60000);
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "remind_at", value: at.toISOString() });
  form.append(hidden);
}
