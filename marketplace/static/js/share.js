// Copies an address, or hands it to the phone's own list. Without this file it is read
// from its field, and messengers have their links.
for (const place of document.querySelectorAll("[data-share]")) {
  const field = place.querySelector("input");
  const note = place.querySelector("[role=status]");
  const copy = place.querySelector("[data-share-copy]");
  const phone = place.querySelector("[data-share-phone]");

  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    note.textContent = note.dataset.copied;
  });
  phone.hidden = !navigator.share;
  phone.addEventListener("click", () => {
    navigator.share({ title: phone.dataset.title, url: field.value }).catch(() => {}); // she changed her mind
  });
}
