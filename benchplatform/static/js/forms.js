// Comfort in forms: errors first, one submit, no lost text, and how many characters are left.

const changed = new Set();
const sent = new Set();

function formOf(event) {
  const form = event.target.closest?.(".bench form[method='post' i]");
  return form && !form.matches(".inline") ? form : null;
}

// The server answers with a summary in the page's language; the browser's own bubbles would hide it.
for (const form of document.querySelectorAll(".bench form[method='post' i]")) form.noValidate = true;

const summary = document.querySelector(".bench .summary");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const target = document.getElementById(event.target.closest("a")?.hash.slice(1));
  const control = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
  if (!control) return;
  event.preventDefault();
  control.closest(".field")?.scrollIntoView({ block: "nearest" });
  control.focus();
});

document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (form) changed.add(form);
});
document.addEventListener("bench:kept", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  changed.delete(event.target);
  if (event.defaultPrevented || !event.target.matches(".bench form[method='post' i]")) return;
  if (sent.has(event.target)) return event.preventDefault();
  sent.add(event.target);
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  sent.clear();
  for (const button of document.querySelectorAll(".bench button[aria-busy]")) button.removeAttribute("aria-busy");
});

// A character is a code point and a line break is one, as the server counts.
function count(field) {
  const limit = Number(field.dataset.limit);
  const left = limit - [...field.value].length;
  const line = document.getElementById(field.dataset.count);
  line.classList.toggle("wrong", left < 0);
  line.hidden = left > limit / 10;
  if (line.hidden) return;
  const words = left < 0 ? line.dataset.over : line.dataset.left;
  line.textContent = words.replace("{number}", Math.abs(left).toLocaleString(document.documentElement.lang));
}

let pause;
document.addEventListener("input", ({ target }) => {
  clearTimeout(pause);
  if (target.matches(".bench [data-limit]")) pause = setTimeout(count, 400, target);
});
for (const field of document.querySelectorAll(".bench [data-limit]")) count(field);
