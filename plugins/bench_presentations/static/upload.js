// Comfort for forms that carry a file: the size is checked before anything is sent, and one sees how far it is.
// Without this module, or when anything here fails, the form is sent as it always was.

wire();
addEventListener("popstate", () => location.reload());

function wire() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const field = form.querySelector("input[type=file]");
    field?.addEventListener("change", () => tell(form, field));
    form.addEventListener("submit", (event) => send(event, form, field));
  }
}

function tooLarge(field) {
  const file = field.files[0];
  return file && file.size > Number(field.dataset.limitMb) * 1e6 ? file : null;
}

function tell(form, field) {
  const file = tooLarge(field);
  const words = file ? fill(form.dataset.large, { size: (file.size / 1e6).toFixed(1), limit: field.dataset.limitMb }) : "";
  field.setCustomValidity(words);
  if (words) field.reportValidity();
}

function send(event, form, field) {
  if (event.defaultPrevented || !field?.files.length) return;
  event.preventDefault();
  if (form.querySelector("progress")) return;
  const began = performance.now();
  const [bar, words] = progress(form);
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = Math.floor((loaded / total) * 100);
    const left = Math.ceil((((performance.now() - began) / 1000) * (total - loaded)) / loaded);
    bar.value = percent;
    words.textContent = fill(form.dataset.sent, { percent, seconds: left });
  });
  request.addEventListener("load", () => show(request, form));
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
}

// The answer is a page, after a redirect or with what was wrong: it takes the place of this one.
function show(request, form) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return form.submit();
  if (request.status < 400) history.pushState(null, "", request.responseURL);
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  (document.querySelector("#errors") ?? main).focus();
  wire();
}

function progress(form) {
  const bar = document.createElement("progress");
  const words = document.createElement("p");
  bar.max = 100;
  bar.ariaLabel = form.querySelector("button").textContent.trim();
  words.setAttribute("role", "status");
  form.append(bar, words);
  return [bar, words];
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
