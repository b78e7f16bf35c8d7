// Comfort on every page: the journey where we are, menus that close, tables that the keyboard can scroll, texts to copy.

function showWhereWeAre() {
  for (const strip of document.querySelectorAll(".bench :is(.journey, .tabs)")) {
    const here = strip.querySelector("[aria-current]");
    if (!here || strip.scrollWidth <= strip.clientWidth) continue;
    strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }
}

function letKeyboardScroll() {
  for (const box of document.querySelectorAll(".bench :is(.journey, .scroll, .prose table)")) {
    if (box.scrollWidth > box.clientWidth && !box.querySelector("a, button, input")) box.tabIndex = 0;
  }
}

function closeMenus(but) {
  for (const menu of document.querySelectorAll(".bench details.menu[open]")) {
    if (!menu.contains(but)) menu.open = false;
  }
}

// What can only be copied is chosen whole, as a long address is not seen whole.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".bench input[readonly]")) target.select();
});

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".bench details.menu[open]");
  if (!menu) return;
  const wasInside = menu.contains(document.activeElement);
  menu.open = false;
  if (wasInside) menu.querySelector("summary").focus();
});

showWhereWeAre();
letKeyboardScroll();
addEventListener("resize", letKeyboardScroll);
