// What does the home page show that only this browser knows?

import { recent } from "./recent.js";

const ONE_YEAR = 365 * 24 * 3600;

async function showRecent() {
  const place = document.querySelector("[data-recent]");
  const query = new URLSearchParams(recent().slice(0, 8).map((id) => ["id", id]));
  const answer = await fetch(`/home/recent?${query}`).catch(() => null);
  if (answer?.ok) place.innerHTML = await answer.text();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-hide-steps]")) return;
  document.cookie = `first_steps=hidden; path=/; max-age=${ONE_YEAR}; samesite=lax`;
  document.getElementById("first-steps").remove();
});

showRecent();
