/* How far a job is, asked again without loading the page anew. Without scripts the page renews itself. */
const PAUSE = 1500;
const ask = async () => {
  const box = document.querySelector("[data-job]");
  if (box.dataset.open === undefined) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-job]");
    if (fresh && fresh.innerHTML !== box.innerHTML) box.replaceWith(fresh);
  } catch {
    /* the line is gone for a moment: ask again */
  }
  setTimeout(ask, PAUSE);
};
setTimeout(ask, PAUSE);
