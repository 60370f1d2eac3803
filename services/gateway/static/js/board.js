// The board: dragging, the keyboard, the move menu, columns, and what others change.

import { listenForColumns, setUpColumns } from "./board-columns.js";
import { setUpDrags } from "./board-drag.js";
import { listenForKeys } from "./board-keys.js";
import { listenForChanges, refresh } from "./board-live.js";
import { listenForMenu } from "./board-menu.js";
import { listenForFilterBuilder } from "./lists-filter.js";
import { listenForLinks } from "./lists-go.js";
import { listenForViews } from "./lists-views.js";

listenForMenu();
listenForKeys();
listenForColumns();
listenForLinks();
listenForFilterBuilder();
listenForViews();
listenForChanges();
document.addEventListener("list:shown", setUp);
setUp();

function setUp() {
  setUpDrags();
  setUpColumns();
  if (document.getElementById("board").dataset.unsummed !== undefined) refresh([]);
}
