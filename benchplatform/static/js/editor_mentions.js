// Calling somebody: matches for what stands behind an @, and whom the text reaches, told as one writes.

const CALLING = /(?<![\p{L}\p{N}_@./+-])@([\p{L}\p{N}_-]*)$/u;
const HANDLE = /(?<![\p{L}\p{N}_@./+-])@[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/gu;
const MOST = 60;

for (const editor of document.querySelectorAll(".bench .editor")) {
  const area = editor.querySelector("textarea");
  offer(editor, area);
  tell(editor, area);
}

function offer(editor, area) {
  const box = document.createElement("ul");
  box.className = "matches";
  box.id = `${area.id}-matches`;
  box.hidden = true;
  box.setAttribute("role", "listbox");
  box.ariaLabel = area.labels[0]?.textContent.trim();
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  area.after(box, told);
  let pause, asked;

  const calling = () => area.value.slice(Math.max(0, area.selectionStart - 80), area.selectionStart).match(CALLING)?.[1];
  const options = () => [...box.children];
  const chosen = () => box.querySelector("[aria-selected='true']");

  function close() {
    clearTimeout(pause);
    asked = undefined;
    box.hidden = true;
    box.replaceChildren();
    told.textContent = "";
    for (const name of ["aria-haspopup", "aria-controls", "aria-activedescendant", "aria-autocomplete"]) {
      area.removeAttribute(name);
    }
  }

  function open(matches) {
    box.replaceChildren(...matches.map((match, index) => option(box.id, match, index)));
    box.hidden = false;
    told.textContent = editor.dataset.matches.replace("{number}", matches.length);
    area.setAttribute("aria-haspopup", "listbox"); // the role combobox is not allowed on a text area; these are
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", box.id);
    choose(box.firstChild);
  }

  function choose(one) {
    for (const other of options()) other.setAttribute("aria-selected", String(other === one));
    area.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }

  function take(one) {
    const text = `@${one.dataset.handle} `;
    const from = area.selectionStart - (calling() ?? "").length - 1;
    const detail = { text, from, to: area.selectionStart };
    close();
    area.dispatchEvent(new CustomEvent("bench:insert", { detail }));
  }

  async function ask() {
    const query = calling();
    if (query === undefined) return close();
    if (query === asked) return;
    asked = query;
    const answer = await fetch(`${editor.dataset.handles}?q=${encodeURIComponent(query)}`).catch(() => null);
    const matches = answer?.ok ? await answer.json() : [];
    if (query !== asked || calling() !== query) return;
    if (matches.length) open(matches);
    else close();
  }

  area.addEventListener("input", () => {
    clearTimeout(pause);
    if (calling() === undefined) close();
    else pause = setTimeout(ask, 120);
  });
  area.addEventListener("blur", () => setTimeout(close, 150));
  area.addEventListener("click", close);
  area.addEventListener("keydown", (event) => {
    if (box.hidden || event.isComposing) return;
    const here = options().indexOf(chosen());
    if (event.key === "ArrowDown") choose(options()[(here + 1) % options().length]);
    else if (event.key === "ArrowUp") choose(options().at(here - 1));
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(chosen());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  box.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const one = event.target.closest("[role=option]");
    if (one) take(one);
  });
}

function option(list, { handle, name, about }, index) {
  const one = document.createElement("li");
  one.id = `${list}-${index}`;
  one.dataset.handle = handle;
  one.setAttribute("role", "option");
  const soft = document.createElement("span");
  soft.className = "soft";
  soft.textContent = about ? ` ${about} · @${handle}` : ` @${handle}`;
  one.append(name, soft);
  return one;
}

function tell(editor, area) {
  const told = editor.querySelector(".told");
  let pause, last = "";

  async function ask() {
    const prose = area.value.replace(/^(```|~~~)[^]*?^\1/gm, "").replace(/(`+)[^`]+\1/g, "");
    const handles = [...new Set(prose.match(HANDLE))].slice(0, MOST).join(" ");
    const address = new URL(editor.dataset.reach, location);
    const audience = new FormData(area.form).get("audience");
    if (audience) address.searchParams.set("audience", audience);
    address.searchParams.set("text", handles);
    if (address.href === last) return;
    last = address.href;
    const answer = handles ? await fetch(address).catch(() => null) : null;
    if (last !== address.href || (handles && !answer?.ok)) return;
    const html = answer ? await answer.text() : "";
    told.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  }

  const soon = () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 500);
  };
  area.addEventListener("input", soon);
  area.form.addEventListener("change", soon);
  if (area.value.includes("@")) soon();
}
