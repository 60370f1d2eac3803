// How does dragging come to a page? A mouse brings its library when it first points at the place; a finger gives
// no such notice, so where there is a touch screen it is fetched as soon as the page has loaded.

let library = null;

export async function sortable(place) {
  if (!library) await wanted(place);
  library ??= import("../vendor/sortable.min.js").then(() => window.Sortable);
  return library;
}

function wanted(place) {
  return new Promise((fetchIt) => {
    place.addEventListener("pointerover", fetchIt, { once: true });
    if (!matchMedia("(any-pointer: coarse)").matches) return;
    if (document.readyState === "complete") fetchIt();
    else addEventListener("load", fetchIt, { once: true });
  });
}
