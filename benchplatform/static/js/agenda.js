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

function makeHandle(item, title) {
  const handle = document.createElement("span");
  handle.className = "grip";
  handle.title = title;
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  let from = null;

  const end = (isKept) => {
    if (from === null) return;
    const [list, begun] = [item.parentElement, from];
    from = null;
    item.classList.remove("dragged");
    if (isKept && placeOf(item) !== begun) send(item);
    else if (!isKept) list.insertBefore(item, list.children[begun + (placeOf(item) < begun)] ?? null);
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    from = placeOf(item);
    handle.setPointerCapture(event.pointerId);
    item.classList.add("dragged");
  });
  handle.addEventListener("pointermove", (event) => from !== null && follow(item, event.clientY));
  handle.addEventListener("pointerup", () => end(true));
  handle.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
  return handle;
}

for (const list of document.querySelectorAll(".bench ol[data-drag]")) {
  for (const item of list.children) item.querySelector(".acts")?.prepend(makeHandle(item, list.dataset.drag));
}
