// Keeps a form while it is written: on the server, or, without a network and only on a
// phone that is hers, in the phone. The form carries its own name, so whatever is sent
// twice is one thing. Without this file the form is kept when it is sent.

const WAIT = 400; // milliseconds without a key
const LONGEST = 30_000;

const form = document.querySelector("form[data-unfinished]");
const { unfinished: url, account, back, ...words } = form.dataset;
const note = form.querySelector("[data-unfinished-note]");
const say = (text) => note.textContent !== text && (note.textContent = text);

// The phone's own memory: a list of forms by the address that keeps them.
const memory = account && new Promise((done, fail) => {
  const request = indexedDB.open("unfinished", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("forms", { keyPath: "url" });
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});
async function inPhone(action, ...what) {
  if (!memory) return null;
  try {
    const store = (await memory).transaction("forms", "readwrite").objectStore("forms");
    const request = store[action](...what);
    return await new Promise((done, fail) => {
      request.onsuccess = () => done(request.result ?? true);
      request.onerror = fail;
    });
  } catch {
    return null; // a private window: the page itself is the memory
  }
}

function written() {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") body.append(name, value);
  }
  return body;
}

let timer, going, again = WAIT, unsent = false, pressed = false;

// True: it is there. False: it is refused, and asking again would not help.
async function send(to, fields, signal) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", form.elements.csrf_token.value);
  const answer = await fetch(to, { method: "POST", body, redirect: "manual", signal });
  if (answer.status >= 500 || answer.status === 429) throw new Error("again");
  return answer.ok;
}

async function keep() {
  clearTimeout(timer);
  const fields = written();
  going?.abort(); // only the newest counts
  going = new AbortController();
  const { signal } = going;
  try {
    const kept = await send(url, fields, signal);
    again = WAIT;
    await inPhone("delete", url);
    unsent = false;
    if (pressed) return form.requestSubmit();
    const time = new Date().toTimeString().slice(0, 5);
    say(kept ? words.kept.replace("{time}", time) : words.refused);
  } catch {
    if (signal.aborted) return;
    fields.delete("csrf_token");
    unsent = true;
    const kept = await inPhone("put", { url, account, back, fields: fields.toString() });
    say(pressed ? words.later : kept ? words.onPhone : words.onPage);
    again = Math.min(again * 2, LONGEST);
    timer = setTimeout(keep, again);
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT);
}

form.addEventListener("input", soon);
form.addEventListener("unfinished", soon); // photos.js: a photo has come or gone
addEventListener("online", keep);

form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // photos are still on their way
  clearTimeout(timer);
  if (navigator.onLine && !unsent) return going?.abort();
  event.preventDefault();
  pressed = true;
  keep();
});

if (form.contains(document.activeElement)) soon(); // she was quicker than this file

// What another visit has left in the phone goes to the server now.
for (const left of (await inPhone("getAll")) || []) {
  if (left.account !== account) continue;
  try {
    await send(left.url, left.fields);
    await inPhone("delete", left.url);
    const link = document.createElement("a");
    link.href = left.back;
    link.className = "go";
    link.textContent = words.goOn;
    note.append(link);
  } catch {
    // next time
  }
}
