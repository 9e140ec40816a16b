/* The filter drawer of phones: Escape closes it, focus goes in and comes back. Opening is plain :target. */
const drawer = document.querySelector(".facets[id]");
if (drawer) {
  const mark = `#${drawer.id}`;
  let wasOpen = location.hash === mark;
  window.addEventListener("hashchange", () => {
    const open = location.hash === mark;
    if (open) drawer.focus();
    else if (wasOpen) document.querySelector(`a[href="${mark}"]`)?.focus();
    wasOpen = open;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === mark) location.hash = "#hasil";
  });
}
