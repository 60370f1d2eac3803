// What does every page listen to?

import { listenForComboboxes } from "./combobox.js";
import { listenForDialogs, listenForKinds, openNamed } from "./dialogs.js";
import { listenForFilters } from "./filters.js";
import { listenForForms } from "./forms.js";
import { listenForFrame } from "./frame.js";
import { listenForLiveParts } from "./live-parts.js";
import { listenForMany } from "./many-fields.js";
import { listenForMenus } from "./menus.js";
import { listenForMentions } from "./mentions.js";
import { listenForNotices } from "./notices.js";
import { listenForNotifications } from "./notifications.js";
import { listenForPalette } from "./palette-key.js";
import { listenForPanel } from "./panel.js";
import { noteRecord } from "./recent.js";
import { listenForConflicts } from "./record-conflicts.js";
import { listenForEditors } from "./record-edit.js";
import { listenForLogging } from "./record-log.js";
import { listenForSteps } from "./record-steps.js";
import { listenForRecord } from "./record.js";
import { listenForKeys } from "./shortcuts.js";
import { listenForTabs } from "./tabs.js";
import { listenForTips } from "./tips.js";
import { showKept } from "./toasts.js";
import "./zone.js";

listenForDialogs();
listenForForms();
listenForKinds();
listenForComboboxes();
listenForMany();
listenForMenus();
listenForTabs();
listenForTips();
listenForFilters();
listenForFrame();
listenForKeys();
listenForPalette();
listenForPanel();
listenForRecord();
listenForEditors();
listenForConflicts();
listenForLogging();
listenForMentions();
listenForSteps();
listenForLiveParts();
listenForNotifications();
listenForNotices();
noteRecord();
showKept();
tidyAddress();
openNamed();

// `min_position` was only for reading one's own write; it does not belong into a bookmark.
function tidyAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has("min_position") && !address.searchParams.has("lang")) return;
  address.searchParams.delete("min_position");
  address.searchParams.delete("lang");
  history.replaceState(null, "", address);
}
