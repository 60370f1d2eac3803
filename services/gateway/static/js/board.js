// The board: dragging, the move menu, and what others change.

import { listenForDrags } from "./board-drag.js";
import { listenForChanges } from "./board-live.js";
import { listenForMenu } from "./board-menu.js";

listenForDrags();
listenForMenu();
listenForChanges();
