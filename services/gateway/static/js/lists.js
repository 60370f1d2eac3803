// What does the page of a list listen to?

import { listenForChoices } from "./lists-choose.js";
import { listenForBulk } from "./lists-bulk.js";
import { listenForColumns } from "./lists-columns.js";
import { listenForEdits } from "./lists-edit.js";
import { listenForFilterBuilder } from "./lists-filter.js";
import { listenForKeys } from "./lists-keys.js";
import { listenForLinks } from "./lists-go.js";
import { listenForLiveRows } from "./lists-live.js";
import { listenForOpening } from "./lists-open.js";
import { listenForViews } from "./lists-views.js";

listenForLinks();
listenForFilterBuilder();
listenForColumns();
listenForChoices();
listenForBulk();
listenForEdits();
listenForKeys();
listenForOpening();
listenForViews();
listenForLiveRows();
