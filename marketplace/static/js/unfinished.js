// Keeps a form while it is written: on the server, or, without a network and only on a
// phone that is hers, in the phone. The form carries its own name, so whatever is sent
// twice is one thing. Without this file the form is kept when it is sent.

const WAIT = 400; // milliseconds without a key
const LONGEST = 30_000;
const PATIENCE = 3_000; // for what is on its way when she presses

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

let timer, patience, going, again = WAIT, unsent = false, pressed = false;
const token = form.elements.csrf_token;

// True: it is there. False: it is refused.
async function send(to, fields, signal, more) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", token.value);
  const answer = await fetch(to, { method: "POST", body, redirect: "manual", signal, ...more });
  if (answer.status >= 500 || answer.status === 429) throw new Error("again");
  return answer.ok;
}

// She has signed in again in another window: the form's token is of the old visit.
async function renewed() {
  const page = new DOMParser().parseFromString(await (await fetch(back)).text(), "text/html");
  const fresh = page.querySelector("main form [name=csrf_token]")?.value;
  const same = page.querySelector("form[data-unfinished]") && fresh !== token.value;
  if (same) token.value = fresh;
  return same;
}

async function keep() {
  clearTimeout(timer);
  timer = 0;
  const fields = written();
  going?.abort(); // only the newest counts
  const mine = (going = new AbortController());
  let there;
  try {
    there = await send(url, fields, mine.signal);
    if (!there && (await renewed())) there = await send(url, fields, mine.signal);
    again = WAIT;
  } catch {
    if (mine.signal.aborted) return;
    again = Math.min(again * 2, LONGEST);
    timer = setTimeout(keep, again);
  }
  if (going === mine) going = null;
  unsent = !there;
  if (there) {
    await inPhone("delete", url);
    say(words.kept.replace("{time}", new Date().toTimeString().slice(0, 5)));
  } else {
    fields.delete("csrf_token");
    const row = { url, account, back, at: Date.now(), fields: fields.toString() };
    const kept = await inPhone("put", row);
    say(there === false ? words.refused : pressed ? words.later : kept ? words.onPhone : words.onPage);
  }
  if (pressed && there !== undefined) form.requestSubmit();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT);
}

form.addEventListener("input", soon);
form.addEventListener("unfinished", soon); // photos.js: a photo has come or gone
addEventListener("online", () => unsent && keep());
addEventListener("pagehide", () => {
  if (timer) send(url, written(), undefined, { keepalive: true }).catch(() => {});
});

form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // photos are still on their way
  clearTimeout(timer);
  clearTimeout(patience); // it goes once, however slowly
  timer = 0;
  if (pressed && !unsent) return; // kept, and now it goes
  if (navigator.onLine && !unsent && !going) return;
  if (pressed) return; // refused: the server says why
  event.preventDefault();
  pressed = true;
  if (!going) keep();
  // What comes after the form would be kept beside it: wait for it, but not for ever.
  if (navigator.onLine) patience = setTimeout(() => form.submit(), PATIENCE);
});

note.dataset.ready = ""; // for the tests: from now on it keeps
if (form.contains(document.activeElement)) soon(); // she was quicker than this file

// What another visit has left in the phone goes to the server now, unless there is newer.
for (const left of (await inPhone("getAll")) || []) {
  if (left.account !== account) continue;
  try {
    if (!(await send(`${left.url}&at=${left.at}`, left.fields))) continue;
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
