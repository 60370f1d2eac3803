// How does a notice become read: by going to what it is about, or all at once?

export function listenForNotices() {
  document.addEventListener("click", (event) => {
    const notice = event.target.closest("[data-read]");
    if (notice) read(`notice_id=${notice.dataset.read}`, true);
    const all = event.target.closest("[data-read-upto]");
    if (all) read(`upto=${all.dataset.readUpto}`).then(() => marked(all));
  });
}

async function read(which, leaving = false) {
  await fetch(`/notifications/read?${which}`, { method: "POST", keepalive: leaving }).catch(() => null);
}

function marked(button) {
  const place = button.closest("#notifications, .all-notices");
  place.querySelectorAll(".notice.unread").forEach((notice) => notice.classList.remove("unread"));
  button.remove();
  document.dispatchEvent(new CustomEvent("hindsight:notices"));
}
