// How do dialogs open and close?

export function listenForDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) opener.closest("dialog")?.close(), open(document.getElementById(opener.dataset.open));
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close("cancelled");
    // A click on the backdrop reaches the dialog itself, never its content.
    if (event.target.matches("dialog")) event.target.close("cancelled");
  });
}

export function open(dialog) {
  dialog.returnValue = "";
  const problem = dialog.querySelector(".form-problem");
  if (problem) problem.hidden = true;
  dialog.showModal();
  dialog.querySelector(".field input:not([type=hidden], [type=radio]), .field select, .field textarea")?.focus();
}

// An address may name a dialog: /deals#new-deal opens the one for a new deal.
export function openNamed() {
  const named = () => {
    const dialog = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!dialog || dialog.tagName !== "DIALOG" || dialog.open) return;
    history.replaceState(null, "", location.pathname + location.search);
    open(dialog);
  };
  addEventListener("hashchange", named);
  named();
}

// Shows only the fields of the chosen kind of customer; hidden ones are not sent.
export function listenForKinds() {
  document.querySelectorAll("form:has([data-only])").forEach((form) => {
    const show = () => {
      const kind = form.elements.kind.value;
      for (const field of form.querySelectorAll("[data-only]")) {
        field.hidden = field.dataset.only !== kind;
        field.querySelector("input").disabled = field.hidden;
      }
    };
    form.addEventListener("change", show);
    show();
  });
}
