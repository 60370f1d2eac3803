// What happens elsewhere while this page is open?

const PAUSE = 150;
const counter = document.getElementById("position");

// Calls `changed(events)` with what has gathered since the last call, never while `busy()` says so.
export function follow(types, changed, busy = () => false) {
  const source = new EventSource(`/api/v1/events?after=${document.body.dataset.position || ""}`);
  let gathered = [];
  let timer = null;
  const deliver = async () => {
    if (busy()) return (timer = setTimeout(deliver, PAUSE * 3));
    const events = gathered;
    [gathered, timer] = [[], null];
    await changed(events);
  };
  const hear = (message) => {
    gathered.push(JSON.parse(message.data));
    timer ??= setTimeout(deliver, PAUSE);
  };
  types.forEach((type) => source.addEventListener(type, hear));
  addEventListener("pagehide", () => source.close());
  return source;
}

export function showPosition(position) {
  if (!counter || !position) return;
  const shown = Math.max(position, Number(document.body.dataset.position || 0));
  document.body.dataset.position = shown;
  counter.textContent = new Intl.NumberFormat(document.documentElement.lang).format(shown);
}
