// Without a network the browser shows our page instead of its own. A phone that keeps
// nothing (a private window) has no place for it: then it shows its own.

navigator.serviceWorker?.register("/sw.js").catch(() => {});
