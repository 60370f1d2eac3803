// How are files sent, by choosing or by dropping them, and how far is it?

export function listenForFiles() {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  form.addEventListener("change", () => send(form, form.elements.files.files));
  form.addEventListener("dragover", (event) => (event.preventDefault(), form.classList.add("over")));
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    send(form, event.dataTransfer.files);
  });
}

function send(form, files) {
  if (!files.length) return;
  const data = new FormData();
  for (const file of files) data.append("files", file);
  data.append("draft", "true");
  const request = new XMLHttpRequest();
  const bar = form.querySelector("progress");
  show(form, form.dataset.sending);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = loaded / total;
    if (loaded === total) (bar.removeAttribute("value"), show(form, form.dataset.reading));
  });
  request.addEventListener("load", () => answered(form, request));
  request.addEventListener("error", () => refused(form, document.getElementById("messages").dataset.offline));
  request.open("POST", "/api/v1/imports");
  request.setRequestHeader("Accept-Language", document.documentElement.lang.slice(0, 2));
  request.send(data);
}

function answered(form, request) {
  let content = {};
  try {
    content = JSON.parse(request.responseText);
  } catch {
    // Not from Hindsight: a proxy on the way, perhaps.
  }
  if (request.status < 300) return location.assign(`/imports/${content.id}`);
  const reasons = (content.problems ?? []).map(({ problem }) => problem);
  refused(form, reasons.join(" ") || content.detail || document.getElementById("messages").dataset.offline);
}

function show(form, text) {
  form.querySelector(".form-problem").hidden = true;
  form.querySelector(".progress").hidden = false;
  form.querySelector("[data-sent-text]").textContent = text;
}

function refused(form, text) {
  form.querySelector(".progress").hidden = true;
  form.elements.files.value = "";
  const place = form.querySelector(".form-problem");
  place.textContent = text;
  place.hidden = false;
}
