// How do a list's filters apply as soon as they change? (htmx fetches and swaps; this only leaves out what is empty.)

export function listenForFilters() {
  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail.ctx?.request;
    if (!request?.action || !(request.body instanceof FormData)) return;
    for (const [name, value] of [...request.body]) if (value === "") request.body.delete(name);
  });
}
