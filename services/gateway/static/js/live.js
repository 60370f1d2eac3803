// What happens elsewhere while this page is open?

const PAUSE = 150;
const counter = document.getElementById("position");
const followers = new Set();
let source = null;
let last = document.body.dataset.position || "";

// Calls `changed(events)` with what has gathered since the last call, never while `busy()` says so.
export function follow(types, changed, busy = () => false) {
  const follower = { types: new Set(types), changed, busy, gathered: [], timer: null };
  followers.add(follower);
  begin();
  return () => followers.delete(follower);
}

export function showPosition(position) {
  if (!position) return;
  const shown = Math.max(position, Number(document.body.dataset.position || 0));
  document.body.dataset.position = shown;
  if (counter) counter.textContent = new Intl.NumberFormat(document.documentElement.lang).format(shown);
}

// One connection for the whole page, and none while nobody looks: a browser has only a few for all its tabs.
function begin() {
  if (source || document.hidden) return listen();
  source = new EventSource(last ? `/api/v1/events?after=${last}` : "/api/v1/events");
  listen();
}

function listen() {
  if (!source) return;
  source.heard ??= new Set();
  for (const type of [...followers].flatMap((follower) => [...follower.types])) {
    if (source.heard.has(type)) continue;
    source.heard.add(type);
    source.addEventListener(type, hear);
  }
}

function hear(message) {
  last = message.lastEventId || last;
  const event = JSON.parse(message.data);
  for (const follower of followers) {
    if (!follower.types.has(event.type)) continue;
    follower.gathered.push(event);
    follower.timer ??= setTimeout(() => deliver(follower), PAUSE);
  }
}

async function deliver(follower) {
  if (follower.busy()) return (follower.timer = setTimeout(() => deliver(follower), PAUSE * 3));
  const events = follower.gathered;
  [follower.gathered, follower.timer] = [[], null];
  await follower.changed(events);
}

function end() {
  source?.close();
  source = null;
}

addEventListener("pagehide", end);
addEventListener("pageshow", (event) => event.persisted && followers.size && begin());
document.addEventListener("visibilitychange", () => (document.hidden ? end() : followers.size && begin()));
