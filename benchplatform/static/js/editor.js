// The editor's tools: a toolbar, keys, and a way for its neighbours to put text in (the event `bench:insert`).

const SIGNS = { bold: "**", italic: "*", code: "`" };
const LINES = { heading: () => "## ", quote: () => "> ", list: () => "- ", numbers: (index) => `${index + 1}. ` };
const KEYS = { b: "bold", i: "italic", k: "link" };

// Typed as if by hand, so that undo takes it back; the fallback cannot promise that.
function insert(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(from, to);
  const isTyped = text ? document.execCommand("insertText", false, text) : from === to || document.execCommand("delete");
  if (isTyped) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function wrap(area, sign) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const words = value.slice(from, to);
  const isWrapped = holds(sign, value.slice(0, from), value.slice(to));
  if (isWrapped && words) {
    insert(area, words, from - sign.length, to + sign.length);
    return area.setSelectionRange(from - sign.length, to - sign.length);
  }
  const [, before, inner, after] = words.match(/^(\s*)([^]*?)(\s*)$/);
  insert(area, before + sign + inner + sign + after);
  const start = from + before.length + sign.length;
  area.setSelectionRange(start, start + inner.length);
}

// Does the sign stand on both sides? Of three stars, two are bold and one is italic.
function holds(sign, before, after) {
  if (sign === "`") return before.endsWith(sign) && after.startsWith(sign);
  const stars = Math.min(before.match(/\**$/)[0].length, after.match(/^\**/)[0].length);
  return sign === "**" ? stars > 1 : stars % 2 === 1;
}

function mark(area, lineSign) {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const isMarked = lines.every((line, index) => line.startsWith(lineSign(index)));
  const changed = lines.map((line, index) => (isMarked ? line.slice(lineSign(index).length) : lineSign(index) + line));
  const needsSpace = !isMarked && from > 0 && value[from - 2] !== "\n";
  insert(area, (needsSpace ? "\n" : "") + changed.join("\n"), from, to);
}

function link(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const words = value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  insert(area, isAddress ? `[](${words})` : `[${words}](https://)`);
  const start = isAddress ? from + 1 : from + words.length + 3;
  area.setSelectionRange(start, isAddress ? start : start + 8);
}

function use(tool, area) {
  if (SIGNS[tool]) wrap(area, SIGNS[tool]);
  else if (LINES[tool]) mark(area, LINES[tool]);
  else if (tool === "link") link(area);
}

function showTools(editor, area) {
  area.before(editor.querySelector("template").content.cloneNode(true));
  const bar = editor.querySelector(".tools");
  const tools = [...bar.querySelectorAll("button")];
  tools[0].tabIndex = 0;
  bar.addEventListener("click", (event) => {
    const tool = event.target.closest("button")?.dataset.tool;
    if (tool) use(tool, area);
  });
  bar.addEventListener("keydown", (event) => {
    const here = tools.indexOf(document.activeElement);
    const places = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tools.length - 1 };
    if (!(event.key in places)) return;
    event.preventDefault();
    const next = tools.at(places[event.key] % tools.length);
    for (const tool of tools) tool.tabIndex = tool === next ? 0 : -1;
    next.focus();
  });
}

function useKeys(area) {
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      return area.form.requestSubmit(area.form.querySelector("button.button:not(.quiet)"));
    }
    const tool = KEYS[event.key.toLowerCase()];
    if (!tool) return;
    event.preventDefault();
    use(tool, area);
  });
}

for (const editor of document.querySelectorAll(".bench .editor")) {
  const area = editor.querySelector("textarea");
  showTools(editor, area);
  useKeys(area);
  area.addEventListener("bench:insert", ({ detail }) => insert(area, detail.text, detail.from, detail.to));
}
