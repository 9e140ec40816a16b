/* Says when the connection is gone, and holds forms back so that nothing typed is lost. */
const bar = document.querySelector("[data-offline]");
const show = () => {
  bar.hidden = navigator.onLine;
};
window.addEventListener("online", show);
window.addEventListener("offline", show);
document.addEventListener(
  "submit",
  (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show();
    bar.scrollIntoView({ block: "nearest" });
  },
  true,
);
show();
