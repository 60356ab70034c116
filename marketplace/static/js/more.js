// «Show more» brings the next things below these; without this file it opens the next page.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(".more a[rel=next]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const here = document.querySelector("main .grid, main .list");
  if (!here) return;
  event.preventDefault();
  if (link.hasAttribute("aria-disabled")) return; // on its way
  link.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error("again");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const things = [...page.querySelector("main .grid, main .list").children];
    here.append(...things);
    const next = page.querySelector(".more");
    const nav = link.closest(".more");
    if (next) nav.replaceWith(next);
    else nav.remove();
    things[0]?.querySelector("a")?.focus({ preventScroll: true });
  } catch {
    location.assign(link.href);
  }
});
