// What opens the command palette? It is fetched when it is first wanted.

import { covered, writes } from "./shortcuts.js";

export function listenForPalette() {
  document.addEventListener("keydown", (event) => {
    const wanted = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !writes(event.target) && !covered() && !event.ctrlKey && !event.metaKey;
    if (wanted || slash) open(event);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && !event.ctrlKey && !event.metaKey) open(event);
  });
}

async function open(event) {
  event.preventDefault();
  const { toggle } = await import("./palette.js");
  toggle();
}
