/* Registers the service worker: once per visit and language, after the page itself has loaded. */
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(`/sw.js?bahasa=${document.documentElement.lang}`).catch(() => {});
}
