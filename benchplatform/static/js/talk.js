// New posts appear below the last one while one reads: nothing moves, and a hidden page asks nothing.

const EVERY = 10_000;
const EVERY_WHEN_QUIET = 60_000;
const QUIET_AFTER = 600_000;

const posts = document.querySelector(".bench .posts[data-last]");
const line = document.querySelector(".bench p.arrived");
let last = Number(posts?.dataset.last);
let changed = Date.now();
let timer = 0;

function askSoon() {
  clearTimeout(timer);
  if (document.hidden || posts.querySelector(".more-new")) return;
  timer = setTimeout(ask, Date.now() - changed > QUIET_AFTER ? EVERY_WHEN_QUIET : EVERY);
}

async function ask() {
  try {
    const answer = await fetch(`${line.dataset.news}?after=${last}`, { redirect: "error" });
    if (answer.status === 200) show(await answer.text());
  } catch {
    // out of reach for a while: the next one may arrive
  }
  askSoon();
}

function show(html) {
  const arrived = new DOMParser().parseFromString(html, "text/html");
  const fresh = [...arrived.querySelectorAll(".post")];
  for (const post of fresh) post.classList.add("arrived");
  posts.append(...arrived.body.children);
  if (!fresh.length) return;
  last = Number(fresh.at(-1).id.replace("post-", ""));
  changed = Date.now();
  line.textContent = fresh.length === 1 ? line.dataset.one : line.dataset.many.replace("{number}", fresh.length);
}

if (posts) {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  askSoon();
}
