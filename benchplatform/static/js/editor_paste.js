// What comes from elsewhere keeps its form: a paste from Word or the web, and the words of a post that one quotes.

const WORTH_KEEPING = /<(?:b|strong|i|em|a|h[1-6]|ul|ol|li|table|blockquote|pre|code)\b|mso-list|font-weight|font-style/i;
const LARGEST = 1_000_000;

for (const editor of document.querySelectorAll(".bench .editor")) {
  const area = editor.querySelector("textarea");
  area.addEventListener("paste", (event) => paste(event, editor, area));
}

const editor = document.querySelector(".bench .editor");
let selected = null;
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("a.quote")) selected = selectionIn(event.target.closest(".post"));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".bench .post a.quote");
  if (link && editor && !event.ctrlKey && !event.metaKey && !event.shiftKey) quote(event, link);
});

function paste(event, editor, area) {
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (event.clipboardData.files.length && !plain) return;
  if (!html || !WORTH_KEEPING.test(html)) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: to, value } = area;
  convert(editor, area, html).then((text) => {
    const isStill = area.value === value;
    insert(area, text || plain, isStill ? { from, to } : {});
  });
}

function quote(event, link) {
  const post = link.closest(".post");
  const range = selectionIn(post) ?? selected;
  const prose = post.querySelector(".prose");
  const box = document.createElement("div");
  box.append(range ? range.cloneContents() : prose.cloneNode(true));
  const plain = range ? range.toString() : prose.innerText;
  const area = editor.querySelector("textarea");
  event.preventDefault();
  selected = null;
  convert(editor, area, new XMLSerializer().serializeToString(box)).then((text) => {
    const { selectionStart: from, value } = area;
    const before = from && !value.slice(0, from).endsWith("\n\n") ? (value[from - 1] === "\n" ? "\n" : "\n\n") : "";
    const lines = [heading(post), "", ...(text || plain).trim().split("\n")];
    insert(area, `${before}${lines.map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`, { from, to: from });
    area.scrollIntoView({ block: "center" });
  });
}

function heading(post) {
  const number = post.querySelector("a.number");
  const name = post.querySelector("h2").textContent.trim().replace(/[\\`*[\]<>]/g, "\\$&");
  return `**${name}** [${number.textContent}](${number.getAttribute("href")})`;
}

// What is selected, if it lies in the text of this post.
function selectionIn(post) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return post.querySelector(".prose").contains(range.commonAncestorContainer) ? range.cloneRange() : null;
}

// The server's Markdown for some HTML; empty where it is refused, which is told, or out of reach.
async function convert(editor, area, html) {
  const told = editor.querySelector(".told-files");
  told.textContent = "";
  const form = new FormData();
  form.set("csrf_token", area.form.elements.csrf_token.value);
  form.set("html", html.length > LARGEST ? html.slice(0, LARGEST + 1) : html);
  const answer = await fetch(editor.dataset.markdown, { method: "POST", body: form }).catch(() => null);
  if (!answer?.headers.get("Content-Type")?.startsWith("text/plain")) return "";
  const text = await answer.text();
  if (answer.ok) return text;
  told.textContent = text;
  return "";
}

function insert(area, text, place) {
  area.dispatchEvent(new CustomEvent("bench:insert", { detail: { text, ...place } }));
}
