// The day is arranged by dragging too: what is let go in another place is sent as the form of its buttons.

function placeOf(item) {
  return [...item.parentElement.children].indexOf(item);
}

function follow(item, y) {
  for (const other of item.parentElement.children) {
    if (other === item) continue;
    const { top, height } = other.getBoundingClientRect();
    const isAbove = y < top + height / 2;
    if (isAbove && placeOf(other) < placeOf(item)) return other.before(item);
    if (!isAbove && placeOf(other) > placeOf(item)) other.after(item);
  }
}

function send(item) {
  const form = item.querySelector("form");
  const to = document.createElement("input");
  to.type = "hidden";
  to.name = "to";
  to.value = placeOf(item) + 1;
  form.append(to);
  form.submit();
}

// The pointer is followed on the whole page: an element that changes places loses hold of it.
function drag(item) {
  const [list, from, ended] = [item.parentElement, placeOf(item), new AbortController()];
  const listen = (name, act) => document.addEventListener(name, act, { signal: ended.signal });
  const end = (isKept) => {
    ended.abort();
    item.classList.remove("dragged");
    if (isKept && placeOf(item) !== from) send(item);
    if (!isKept) list.insertBefore(item, list.children[from + (placeOf(item) < from)] ?? null);
  };
  item.classList.add("dragged");
  listen("pointermove", (event) => follow(item, event.clientY));
  listen("pointerup", () => end(true));
  listen("pointercancel", () => end(false));
  listen("keydown", (event) => event.key === "Escape" && end(false));
}

function makeHandle(item, title) {
  const handle = document.createElement("span");
  handle.className = "grip";
  handle.title = title;
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    drag(item);
  });
  return handle;
}

for (const list of document.querySelectorAll(".bench ol[data-drag]")) {
  for (const item of list.children) item.querySelector(".acts")?.prepend(makeHandle(item, list.dataset.drag));
}
