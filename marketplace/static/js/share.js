// Copies an address, or hands it to the phone's own list. Without this file it is read
// from its field, and messengers have their links.
export function press(button) {
  const place = button.closest("[data-share]");
  const field = place.querySelector("input");
  if (button.dataset.needs === "share") {
    navigator.share({ title: button.dataset.title, url: field.value }).catch(() => {}); // she changed her mind
    return;
  }
  const note = place.querySelector("[role=status]");
  field.select();
  navigator.clipboard.writeText(field.value).then(() => (note.textContent = note.dataset.copied)).catch(() => {}); // it is selected
}
