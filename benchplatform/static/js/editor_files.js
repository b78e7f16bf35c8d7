// Images and files by drop, by paste or by the file field: each is sent at once, and its link put where one writes.

for (const editor of document.querySelectorAll(".bench .editor")) {
  const area = editor.querySelector("textarea");
  const field = editor.querySelector("input[type=file]");
  area.addEventListener("paste", (event) => {
    const { files } = event.clipboardData;
    if (!files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    sendAll(editor, area, files);
  });
  area.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    editor.classList.add("over");
  });
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => editor.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    sendAll(editor, area, event.dataTransfer.files);
  });
  field?.addEventListener("change", () => {
    const files = [...field.files];
    field.value = "";
    sendAll(editor, area, files);
  });
}

// One after the other, so that they stand in the order in which they were given.
async function sendAll(editor, area, files) {
  const told = editor.querySelector(".told-files");
  const troubles = [];
  for (const file of files) {
    const name = file.name;
    told.textContent = fill(editor.dataset.sending, { name });
    const limit = Number(editor.dataset.limitMb);
    const size = (file.size / 1e6).toFixed(1);
    if (file.size > limit * 1e6) troubles.push(fill(editor.dataset.large, { name, size, limit }));
    else troubles.push(await send(editor, area, file));
  }
  told.textContent = troubles.filter(Boolean).join(" ");
}

async function send(editor, area, file) {
  const form = new FormData();
  form.set("csrf_token", area.form.elements.csrf_token.value);
  form.set("file", file);
  const answer = await fetch(editor.dataset.files, { method: "POST", body: form }).catch(() => null);
  const isOurs = answer?.headers.get("Content-Type")?.startsWith("text/plain");
  if (!isOurs) return fill(editor.dataset.failed, { name: file.name });
  const text = await answer.text();
  if (!answer.ok) return `${file.name}: ${text}`;
  const before = area.value.slice(0, area.selectionStart);
  const isAlone = !before || before.endsWith("\n");
  area.dispatchEvent(new CustomEvent("bench:insert", { detail: { text: `${isAlone ? "" : "\n\n"}${text}\n` } }));
  return "";
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
