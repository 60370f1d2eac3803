// How do rates come from a file?

import { wish } from "./commands.js";
import { say } from "./texts.js";

const place = document.getElementById("rate-problems");

document.querySelector("[data-rates]").addEventListener("change", async (event) => {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": wish(), "Hindsight-Source": "web" };
  const answer = await fetch("/settings/rates/import", { method: "POST", headers, body: await event.target.files[0].text() }).catch(() => null);
  const told = (await answer?.json().catch(() => null)) ?? {};
  event.target.value = "";
  const problems = answer?.ok ? told.problems : [told.detail ?? say("offline")];
  place.textContent = problems.join("\n");
  place.hidden = !problems.length;
  if (answer?.ok && told.noted && !problems.length) location.assign(`?min_position=${told.position}`);
});
