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
  // Until it is kept with the reader's other preferences, this browser remembers it.
  keep("theme", theme);
  if (await prefer({ theme })) keep("theme", "", 0);
}

async function read(link) {
  await prefer({ language: link.dataset.languageChoice });
  location.assign(link.href);
}

// What is chosen here goes along to other devices. Gives whether it was kept.
async function prefer(change) {
  const messages = document.getElementById("messages").dataset;
  if (!messages.preferences || !document.body.dataset.user) return false;
  const preferences = { ...JSON.parse(messages.preferences), ...change };
  messages.preferences = JSON.stringify(preferences);
  return send("identity/change-preferences", { ...preferences, user_id: document.body.dataset.user }).then(() => true, () => false);
}

function keep(name, value, seconds = ONE_YEAR) {
  document.cookie = `${name}=${value}; path=/; max-age=${seconds}; samesite=lax`;
}
