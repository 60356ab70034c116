// A conversation that is open on the screen has been read: say so without a tap.
const form = document.querySelector("form[data-seen]");
if (form) {
  fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
    .then(() => form.remove())
    .catch(() => {}); // the button stays
}
