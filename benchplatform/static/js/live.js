// The live day goes on by itself: minutes are counted down here, and what else changes is drawn by the server.

const MINUTE = 60_000;
const OUT_OF_TOUCH = 15_000;
const SAID_AT = [10, 5, 2, 1];

let day = document.querySelector(".bench .live-day[data-ask]");
const spoken = document.querySelector(".bench #spoken");
const warning = document.querySelector(".bench #out-of-touch");
let ahead = -Infinity;
let answered = performance.now();
let timer = 0;

// The server's time, whatever the clock here says. What it tells is a little old on arrival, so the latest counts.
const now = () => performance.now() + ahead;
function hear(time) {
  if (time) ahead = Math.max(ahead, time - performance.now());
}

function askSoon() {
  clearTimeout(timer);
  if (document.hidden) return;
  const change = Number(day.dataset.until) - now();
  const every = Number(day.dataset.every);
  timer = setTimeout(ask, change > 0 ? Math.min(every, change) : every);
}

async function ask() {
  const isOver = day.dataset.until && now() >= Number(day.dataset.until);
  try {
    const answer = await fetch(`${day.dataset.ask}?shown=${isOver ? "" : day.dataset.shown}`, { redirect: "error" });
    if (answer.ok) {
      answered = performance.now();
      hear(Date.parse(answer.headers.get("date")));
      show(await answer.text());
    }
  } catch {
    // out of reach for a while: the next one may arrive
  }
  askSoon();
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".live-day");
  if (!fresh) return;
  const focused = day.contains(document.activeElement) ? document.activeElement.id : "";
  day.replaceWith(fresh);
  day = fresh;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  begin();
}

function begin() {
  hear(Number(day.dataset.now));
  say(true);
  count();
}

function count() {
  for (const place of day.querySelectorAll("[data-left]")) {
    const left = minutesLeft(place);
    place.textContent = left;
    place.closest(".left").classList.toggle("soon", left <= 2 && place.closest("[data-say]").dataset.say !== "");
  }
  for (const clock of day.querySelectorAll(".clock")) {
    const here = new Date(now() + Number(day.dataset.offset)).toISOString();
    clock.textContent = here.slice(11, 13) + clock.textContent.trim()[2] + here.slice(14, 16);
  }
  say(false);
  warning.hidden = document.hidden || performance.now() - answered < Math.max(OUT_OF_TOUCH, 2 * day.dataset.every);
}

const minutesLeft = (place) => Math.max(0, Math.ceil((Number(place.dataset.left) - now()) / MINUTE));

// For those who listen: what begins, and now and then how much of it is left.
function say(isNew) {
  const words = day.querySelector("[data-say]").dataset.say;
  const place = day.querySelector("[data-left]");
  if (!words || !place) return;
  const left = minutesLeft(place);
  const text = words.replace("{minutes}", left);
  if (text !== spoken.textContent && (isNew || SAID_AT.includes(left))) spoken.textContent = text;
}

if (day) {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  begin();
  setInterval(count, 1000);
  askSoon();
}
