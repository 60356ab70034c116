// A photo opens large over the page, with the next one beside it. Without this file the
// link opens the large photo itself.
const links = [...document.querySelectorAll("[data-gallery] a[data-script]")];
const { close: closing, next, before } = document.querySelector("[data-gallery]").dataset;

const dialog = document.createElement("dialog");
dialog.className = "gallery";
const picture = document.createElement("img");
const row = document.createElement("div");
row.className = "gallery__row";
let at = 0;

function show(number) {
  at = (number + links.length) % links.length;
  picture.src = links[at].href;
  picture.alt = links[at].querySelector("img").alt;
  dialog.setAttribute("aria-label", `${picture.alt} ${at + 1}/${links.length}`.trim());
}
function button(sign, words, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--plain";
  made.textContent = sign;
  made.setAttribute("aria-label", words);
  made.addEventListener("click", action);
  row.append(made);
}
if (links.length > 1) button("‹", before, () => show(at - 1));
button("×", closing, () => dialog.close());
if (links.length > 1) button("›", next, () => show(at + 1));
dialog.append(picture, row);
document.body.append(dialog);

export function press(link) {
  show(links.indexOf(link));
  dialog.showModal();
}
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") show(at + 1);
  if (event.key === "ArrowLeft") show(at - 1);
});
let from = null;
picture.addEventListener("pointerdown", (event) => (from = event.clientX));
picture.addEventListener("pointerup", (event) => {
  if (from !== null && Math.abs(event.clientX - from) > 40) show(at + (event.clientX < from ? 1 : -1));
  from = null;
});
dialog.addEventListener("close", () => links[at].focus());
