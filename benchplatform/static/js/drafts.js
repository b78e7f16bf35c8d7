// What one writes is kept on the server a moment after each pause, and offered wherever one goes on.

const PAUSE = 1500;

function keep(form, line) {
  const words = line.querySelector("[role=status]");
  const discard = line.querySelector("button");
  let version = Number(line.dataset.version);
  let timer = 0;
  let last = Promise.resolve();

  async function save() {
    timer = 0;
    const given = new FormData();
    for (const name of ["csrf_token", "title", "text"]) given.set(name, form.elements[name]?.value ?? "");
    given.set("version", version);
    try {
      const answer = await fetch(line.dataset.keep, { method: "POST", body: given, redirect: "error", keepalive: document.hidden });
      const kept = await answer.json();
      tell(kept.words, !answer.ok);
      if (!answer.ok) return;
      version = kept.version;
      discard.hidden = !version;
      form.dispatchEvent(new CustomEvent("bench:kept", { bubbles: true }));
    } catch {
      tell(line.dataset.failed, true);
    }
  }

  function tell(text, isWrong) {
    words.textContent = text;
    line.classList.toggle("wrong", isWrong);
  }

  function saveSoon(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => (last = last.then(save)), wait);
  }

  form.addEventListener("input", ({ target }) => ["title", "text"].includes(target.name) && saveSoon(PAUSE));
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => document.hidden && timer && saveSoon(0));
}

for (const line of document.querySelectorAll(".bench .draft[data-keep]")) keep(line.closest("form"), line);
