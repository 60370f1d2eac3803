// What is new for this reader? The bell counts, its panel tells.

import { fill } from "./panel.js";
import { follow } from "./live.js";

const bell = document.getElementById("bell");
const place = document.getElementById("notifications");
const NEWS = ["activities.TaskReminded", "activities.TaskReassigned", "activities.TaskPlanned", "activities.NoticeRead", "activities.NoticesRead"];

export function listenForNotifications() {
  if (!bell || !document.body.dataset.user) return;
  count();
  place.addEventListener("toggle", (event) => event.newState === "open" && show());
  document.addEventListener("hindsight:notices", count);
  follow(NEWS, () => (place.matches(":popover-open") ? show() : count()));
}

async function count() {
  const answer = await fetch("/notifications/count").catch(() => null);
  if (!answer?.ok) return;
  const unread = Number((await answer.text()).trim()) || 0;
  const badge = bell.querySelector("[data-badge]");
  badge.hidden = !unread;
  badge.textContent = unread > 99 ? "99+" : unread;
}

async function show() {
  const answer = await fetch(place.dataset.address).catch(() => null);
  if (answer?.ok) fill(place, await answer.text());
  await count();
}
