// Which fields take several of many? How they do is fetched when the first of them is used.

export function listenForMany() {
  document.addEventListener("focusin", async (event) => {
    const field = event.target.closest?.("[data-multi]");
    if (field && event.target.matches("[role=combobox]")) (await import("./many.js")).begin(field);
  });
  document.addEventListener("click", async (event) => {
    const cross = event.target.closest?.("[data-multi] [data-picked] button");
    if (cross) (await import("./many.js")).drop(cross.closest("[data-multi]"), cross.closest("[data-picked]").dataset.picked);
  });
}
