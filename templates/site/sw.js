// Keeps one page for when there is no network, and what it is made of. Pages of the shop
// and of people are never kept here: a phone may be another's tomorrow.
{% set files = [asset("css/app.css"), asset("img/icons.svg"), asset("img/mark.svg")] %}
const files = {{ files|tojson }};
const pages = new Map({{ languages|list|tojson }}.map((one) => [one, `/${one}/offline`]));
const name = {{ (files|join(" "))|tojson }};

const fetchPlain = (url) => new Request(url, { credentials: "omit", cache: "reload" });

self.addEventListener("install", (event) => {
  const all = [...files, ...pages.values()].map(fetchPlain);
  event.waitUntil(caches.open(name).then((kept) => kept.addAll(all)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const forget = (names) => names.filter((one) => one !== name).map((one) => caches.delete(one));
  event.waitUntil(caches.keys().then((names) => Promise.all(forget(names))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") {
    const page = pages.get(url.pathname.split("/")[1]) ?? pages.get("ky");
    event.respondWith(fetch(request).catch(() => caches.match(page)));
  } else if (files.includes(url.pathname + url.search)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
