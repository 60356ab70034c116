// Leaving quickly: the harmless page is there at once and takes this one's place in the
// list of pages, while the sign-out goes its way. Shift pressed three times does the same.
// Without this file the button sends a form.
const form = document.querySelector("form[data-leave]");

function leave(event) {
  event?.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => form.submit());
  document.body.replaceChildren();
  location.replace(form.dataset.leave);
}

let pressed = 0;
form.addEventListener("submit", leave);
addEventListener("keyup", (event) => {
  pressed = event.key === "Shift" ? pressed + 1 : 0;
  if (pressed === 3) leave();
});
