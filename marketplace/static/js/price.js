// The calculator answers while she types. It is the same page that answers the button, so
// there is one formula; nothing is kept before she presses it.
const WAIT = 400; // milliseconds without a key
const form = document.querySelector("form[data-calculator]");
const place = document.querySelector("[data-offers]");
let timer, asking;

async function calculate() {
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  body.delete("keep");
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: asking.signal });
    if (!answer.ok) return; // not everything is written yet: the button will say what
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.querySelector("[data-offers]").childNodes);
  } catch {
    // a line that broke, or the next key came first: the button still calculates
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(calculate, WAIT);
});
