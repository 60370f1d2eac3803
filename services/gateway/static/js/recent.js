// Which records did this reader look at last? Only their ids stay in the browser; what they are called is asked for.

const MOST = 12;
const KEPT = `hindsight-recent-${document.body.dataset.user ?? ""}`;

export function noteRecord() {
  const record = document.querySelector("[data-record][data-record-id]")?.dataset.recordId ?? fromAddress(location.pathname);
  if (record) keep(record);
  document.addEventListener("panel:open", (event) => {
    const opened = fromAddress(new URL(event.detail.address, location.href).pathname);
    if (opened) keep(opened);
  });
}

export function recent() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

function keep(id) {
  localStorage.setItem(KEPT, JSON.stringify([id, ...recent().filter((each) => each !== id)].slice(0, MOST)));
}

function fromAddress(path) {
  return /^\/(?:customers|deals|tasks)\/([0-9a-f]{8}-[0-9a-f-]{27})$/.exec(path)?.[1];
}
