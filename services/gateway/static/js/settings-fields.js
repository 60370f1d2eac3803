// How does the form of a new field follow its kind, and how do typed lines become choices?

const form = document.querySelector("#define-field form");
const place = form.querySelector("[data-for-choices]");
const lines = place.querySelector("textarea");

lines.dataset.kind = "choices";
form.elements.kind.addEventListener("change", follow);
form.addEventListener("input", (event) => event.target.name?.startsWith("label.") && suggest());
follow();

function follow() {
  place.hidden = !["choice", "choices"].includes(form.elements.kind.value);
  lines.disabled = place.hidden;
}

// The key follows the English label until somebody types one.
function suggest() {
  const key = form.elements.key;
  if (key.value && key.value !== key.dataset.suggested) return;
  key.value = key.dataset.suggested = keyOf(form.elements["label.en"].value);
}

function keyOf(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "").slice(0, 40);
}
