// Offers words, sections and makers while somebody types. Without it the form just searches.

const WAIT = 150; // milliseconds without a key before asking

for (const input of document.querySelectorAll("input[data-hints]")) {
  const list = document.createElement("ul");
  list.className = "hints";
  list.hidden = true;
  input.form.append(list);
  let timer, asking;

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
  };
  const show = (hints) => {
    list.replaceChildren(
      ...hints.map(({ text, what, to }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const kind = document.createElement("small");
        link.href = to;
        kind.textContent = what ?? "";
        link.append(text, kind);
        item.append(link);
        return item;
      }),
    );
    list.hidden = !hints.length;
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const to = `${input.dataset.hints}?q=${encodeURIComponent(input.value)}`;
      const answer = await fetch(to, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).hints);
    } catch {
      // a line that broke, or the next letter came first: the form works without hints
    }
  };

  input.addEventListener("input", () => {
    close();
    if (input.value.trim().length > 1) timer = setTimeout(ask, WAIT);
  });
  input.form.addEventListener("keydown", (event) => {
    const links = [input, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      close();
      input.focus();
    } else if (step && !list.hidden) {
      event.preventDefault();
      const at = links.indexOf(document.activeElement);
      links[(at + step + links.length) % links.length].focus();
    }
  });
  if (input === document.activeElement && input.value.trim().length > 1) ask();
  input.form.addEventListener("focusout", (event) => {
    if (!input.form.contains(event.relatedTarget)) close();
  });
}
