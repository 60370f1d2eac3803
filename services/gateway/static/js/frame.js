// How does the reader settle the frame of all pages: navigation folded or not, theme, help?

import { send } from "./commands.js";
import { open } from "./dialogs.js";

const ONE_YEAR = 365 * 24 * 3600;
const root = document.documentElement;

export function listenForFrame() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-fold]")) fold();
    if (event.target.closest("[data-help]")) open(document.getElementById("help"));
    const theme = event.target.closest("[data-theme-choice]");
    if (theme) choose(theme);
    const language = event.target.closest("[data-language-choice]");
    if (language) event.preventDefault(), read(language);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "[" && !event.target.closest("input, textarea, select, dialog")) fold();
  });
}

function fold() {
  const narrow = root.dataset.navigation !== "narrow";
  if (narrow) root.dataset.navigation = "narrow";
  else delete root.dataset.navigation;
  keep("navigation", narrow ? "narrow" : "wide");
  document.querySelector("[data-fold]").setAttribute("aria-expanded", String(!narrow));
}

async function choose(item) {
  const theme = item.dataset.themeChoice;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  item.parentElement.querySelectorAll("[data-theme-choice]").forEach((each) => each.setAttribute("aria-checked", String(each === item)));
  keep("theme", theme);
  await prefer({ theme });
}

async function read(link) {
  await prefer({ language: link.dataset.languageChoice });
  location.assign(link.href);
}

// What is chosen here goes along to other devices.
async function prefer(change) {
  const held = document.getElementById("messages").dataset.preferences;
  if (!held || !document.body.dataset.user) return;
  await send("identity/change-preferences", { ...JSON.parse(held), ...change, user_id: document.body.dataset.user }).catch(() => {});
}

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${ONE_YEAR}; samesite=lax`;
}
