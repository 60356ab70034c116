// Without a network the browser shows our page instead of its own. A phone that keeps
// nothing (a private window) has no place for it: then it shows its own.
navigator.serviceWorker?.register("/sw.js").catch(() => {});

// What is not needed to read a page is fetched when it is: hints with the first letter, a
// large photo or sharing with the first tap, the keeping of a form once the page is there.
addEventListener("focusin", ({ target }) => target.dataset?.hints && import(target.dataset.hintsScript));
addEventListener("click", async (event) => {
  const part = event.target.closest?.("[data-script]");
  if (!part || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    (await import(part.dataset.script)).press(part);
  } catch {
    if (part.href) location.assign(part.href); // its plain form
  }
});
addEventListener("load", () => {
  for (const part of document.querySelectorAll("[data-module]")) import(part.dataset.module);
});
// A row of tabs that is wider than the phone begins with the one she is at.
const here = document.querySelector(".tabs__row--many [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 8;
for (const part of document.querySelectorAll("[data-needs]")) part.hidden = !(part.dataset.needs in navigator);

// Leaving quickly: the harmless page is there at once and takes this one's place in the list
// of pages, while the sign-out goes its way. Shift pressed three times does the same.
// Without this the button sends a form.
const way = document.querySelector("form[data-leave]");
let pressed = 0;
function leave(event) {
  event?.preventDefault();
  const body = new URLSearchParams(new FormData(way));
  fetch(way.action, { method: "POST", body, keepalive: true }).catch(() => {});
  globalThis.indexedDB?.deleteDatabase("unfinished"); // also when the line is too bad to sign out
  document.body.replaceChildren();
  location.replace(way.dataset.leave);
}
way?.addEventListener("submit", leave);
if (way) {
  addEventListener("keyup", ({ key }) => {
    pressed = key === "Shift" ? pressed + 1 : 0;
    if (pressed === 3) leave();
  });
  addEventListener("pointerdown", () => (pressed = 0));
}
