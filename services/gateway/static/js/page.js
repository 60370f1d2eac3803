// What does every page listen to?

import { listenForComboboxes } from "./combobox.js";
import { listenForDialogs, listenForKinds } from "./dialogs.js";
import { listenForForms } from "./forms.js";
import { listenForFilters } from "./filters.js";
import { listenForRecord } from "./record.js";
import { showKept } from "./toasts.js";

listenForDialogs();
listenForForms();
listenForKinds();
listenForComboboxes();
listenForFilters();
listenForRecord();
showKept();
tidyAddress();

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select, dialog")) return;
  event.preventDefault();
  document.getElementById("search").focus();
});

// `min_position` was only for reading one's own write; it does not belong into a bookmark.
function tidyAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has("min_position") && !address.searchParams.has("lang")) return;
  address.searchParams.delete("min_position");
  address.searchParams.delete("lang");
  history.replaceState(null, "", address);
}
