// Sends photos the moment they are chosen: made small here, one by one, over a line that
// may break. Without this file the plain input sends them with the form.

const SIDE = 1600; // px, the long side of what is sent: the widest picture of a page
const QUALITY = 0.8;
const WHOLE = 512 * 1024; // bytes; what is larger comes in pieces
const PIECE = 256 * 1024;
const LONGEST_WAIT = 60; // seconds

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const online = () =>
  navigator.onLine ? null : new Promise((done) => addEventListener("online", done, { once: true }));

async function shrunk(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.imageSmoothingQuality = "high";
    paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file; // a format or a size this browser cannot open: the server may
  }
}

function ask(method, url, token, body = null, headers = {}, progress = null) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    const all = { Accept: "application/json", "X-CSRFToken": token, ...headers };
    if (body) all["Content-Type"] = "application/octet-stream";
    for (const name in all) request.setRequestHeader(name, all[name]);
    if (progress) request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () => done(request);
    request.onerror = () => fail(new Error("line"));
    request.send(body);
  });
}

class Final extends Error {}

function judged(request, words) {
  const status = request.status;
  if (status >= 500) throw new Error("again");
  let answer;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    throw new Final(words.signedOut); // a page: the one to sign in
  }
  if (answer.error && answer.error.code === "photo_offset") throw new Error("again");
  if (answer.error) throw new Final(answer.error.message);
  return answer;
}

async function steadily(action, say, words) {
  for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await action();
    } catch (error) {
      if (error instanceof Final) throw error;
    }
    say(words.waiting);
    await sleep(wait * (0.5 + Math.random()));
    await online();
  }
}

function send(blob, url, token, words, say) {
  const told = (at) => (loaded) => {
    const part = Math.min(1, (at + loaded) / blob.size);
    say(words.sending.replace("{n}", Math.floor(part * 20) * 5));
  };
  let begun = false;
  const inPieces = async () => {
    let answer;
    if (begun) {
      const head = await ask("HEAD", url, token);
      const offset = head.getResponseHeader("Upload-Offset");
      if (head.status >= 500) throw new Error("again");
      if (offset) answer = { state: "sending", offset: Number(offset) };
    }
    const length = { "Upload-Length": blob.size };
    answer ??= judged(await ask("POST", url, token, null, length), words);
    begun = true;
    while (answer.state === "sending") {
      const at = answer.offset;
      const piece = blob.slice(at, at + PIECE);
      const from = { "Upload-Offset": at };
      answer = judged(await ask("PATCH", url, token, piece, from, told(at)), words);
    }
    return answer;
  };
  const whole = async () => judged(await ask("POST", url, token, blob, {}, told(0)), words);
  return steadily(blob.size > WHOLE ? inPieces : whole, say, words);
}

function start(field) {
  const words = field.dataset;
  const input = field.querySelector("input[type=file]");
  const list = field.querySelector("[data-photos-list]");
  const note = field.querySelector("[data-photos-note]");
  const form = input.form;
  const token = form.querySelector("[name=csrf_token]").value;
  const checked = new Map();
  let queue = Promise.resolve();
  let busy = 0;
  let pressed = false;
  let refused = false;

  const changed = () => form.dispatchEvent(new Event("unfinished"));

  function removable(item) {
    if (words.thing) return; // it is on the thing at once: the page deletes it
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button button--plain";
    remove.textContent = words.remove;
    remove.onclick = () => {
      item.remove();
      changed();
    };
    item.append(remove);
  }

  function shown(file) {
    const item = document.createElement("li");
    const picture = document.createElement("img");
    picture.className = "thumb";
    picture.width = picture.height = 72;
    picture.alt = file.name;
    picture.src = URL.createObjectURL(file);
    const line = document.createElement("span");
    line.setAttribute("role", "status");
    item.append(picture, line);
    removable(item);
    list.append(item);
    const say = (text) => line.textContent !== text && (line.textContent = text);
    return { item, picture, line, say, name: file.name };
  }

  function received(photo, at) {
    if (list.querySelector(`input[value="${photo.id}"]`)) {
      at.item.remove(); // the same photo, sent twice
      return done();
    }
    at.hidden = document.createElement("input");
    at.hidden.type = "hidden";
    at.hidden.name = "photo_ids";
    at.hidden.value = photo.id;
    at.item.append(at.hidden);
    changed();
    if (photo.state !== "received") return settle(photo, at);
    at.say(photo.message);
    const polling = checked.size;
    if (checked.has(photo.id)) busy -= 1; // taken away, then chosen again
    checked.set(photo.id, at);
    if (!polling) poll();
  }

  function settle(photo, at) {
    checked.delete(photo.id);
    if (photo.state === "failed") return failed(photo.message, at);
    at.say(photo.message);
    URL.revokeObjectURL(at.picture.src);
    at.picture.src = photo.thumb;
    done();
  }

  function failed(message, at) {
    at.say(`${at.name}: ${message}`);
    at.line.className = "error";
    at.item.dataset.failed = "";
    at.picture.remove();
    at.hidden?.remove();
    changed();
    refused = true;
    done();
  }

  function done() {
    busy -= 1;
    if (busy) return;
    note.hidden = true;
    if (!refused && words.thing) location.reload();
    else if (!refused && pressed) form.requestSubmit();
    pressed = false;
  }

  async function poll() {
    for (let wait = 1; checked.size; wait = Math.min(wait * 1.5, 15)) {
      await sleep(wait);
      await online();
      try {
        const ids = [...checked.keys()].join();
        const answer = judged(await ask("GET", `${words.url}?ids=${ids}`, token), words);
        for (const photo of answer.photos) {
          if (photo.state !== "received") settle(photo, checked.get(photo.id));
        }
      } catch (error) {
        if (!(error instanceof Final)) continue;
        for (const [id, at] of checked) settle({ id, state: "failed", message: error.message }, at);
      }
    }
  }

  async function take(file, at) {
    if (!at.item.isConnected) return done(); // taken away before its turn
    at.say(words.preparing);
    const blob = await shrunk(file);
    const thing = words.thing ? `?thing=${words.thing}` : "";
    const url = `${words.url}/${crypto.randomUUID()}${thing}`;
    try {
      received(await send(blob, url, token, words, at.say), at);
    } catch (error) {
      failed(error instanceof Final ? error.message : words.failed, at);
    }
  }

  for (const item of list.children) removable(item);
  input.addEventListener("change", () => {
    const room = Number(words.most) - list.querySelectorAll("li:not([data-failed])").length;
    const files = [...input.files];
    input.value = "";
    note.hidden = files.length <= room;
    note.textContent = words.full;
    refused = false;
    for (const file of files.slice(0, Math.max(0, room))) {
      const at = shown(file);
      busy += 1;
      queue = queue.then(() => take(file, at));
    }
  });

  form.addEventListener("submit", (event) => {
    if (!busy || pressed) return; // pressed twice: she does not want to wait
    event.preventDefault();
    pressed = true;
    note.textContent = words.wait;
    note.hidden = false;
  });
}

if (window.crypto?.randomUUID) document.querySelectorAll("[data-photos]").forEach(start);
