/* Enlarges and turns the pages of a scan; without it they lie below one another in their full width. */
const STEP = 1.25;
const [SMALLEST, LARGEST] = [0.3, 6];
for (const viewer of document.querySelectorAll("[data-viewer]")) start(viewer);

function start(viewer) {
  const view = viewer.querySelector(".scan-view");
  const pages = [...viewer.querySelectorAll(".scan-page")];
  const links = [...viewer.querySelectorAll("[data-page]")];
  const said = viewer.querySelector("[data-zoom]");
  let [zoom, turn] = [1, 0];

  const turned = () => turn % 2 === 1;
  const natural = (page) => {
    const image = page.firstElementChild;
    return [image.naturalWidth || image.width, image.naturalHeight || image.height];
  };
  const shape = (page) => {
    const [width, height] = natural(page);
    return turned() ? width / height : height / width;
  };
  const draw = () => {
    const room = view.clientWidth;
    for (const page of pages) {
      const [width, height] = [room * zoom, room * zoom * shape(page)];
      Object.assign(page.style, { width: `${width}px`, height: `${height}px` });
      Object.assign(page.firstElementChild.style, {
        width: `${turned() ? height : width}px`,
        transform: `translate(-50%, -50%) rotate(${turn * 90}deg)`,
      });
    }
    said.textContent = `${Math.round(zoom * 100)} %`;
  };
  /* keeps the middle of what one looks at in the middle */
  const change = (next) => {
    const x = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
    const y = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    next();
    draw();
    view.scrollTo(x * view.scrollWidth - view.clientWidth / 2, y * view.scrollHeight - view.clientHeight / 2);
  };
  const resize = (factor) => change(() => { zoom = Math.min(LARGEST, Math.max(SMALLEST, zoom * factor)); });
  const current = () => {
    const line = view.getBoundingClientRect().top + view.clientHeight / 3;
    return Math.max(0, pages.findIndex((page) => page.getBoundingClientRect().bottom > line));
  };
  const go = (place) => {
    const page = pages[Math.min(pages.length - 1, Math.max(0, place))];
    view.scrollTop += page.getBoundingClientRect().top - view.getBoundingClientRect().top;
  };
  const mark = () => {
    const now = current();
    links.forEach((link, place) => (place === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  const acts = {
    in: () => resize(STEP),
    out: () => resize(1 / STEP),
    /* the whole page; pressed again, its full width */
    fit: () => {
      const page = pages[current()];
      const whole = Math.min(1, view.clientHeight / (view.clientWidth * shape(page)));
      const now = pages.indexOf(page);
      zoom = Math.abs(zoom - whole) < 0.01 ? 1 : whole;
      draw();
      go(now);
    },
    turn: () => {
      const now = current();
      turn = (turn + 1) % 4;
      draw();
      go(now);
    },
    before: () => go(current() - 1),
    after: () => go(current() + 1),
  };

  viewer.classList.add("is-live");
  viewer.querySelector("[data-viewer-tools]").hidden = false;
  for (const button of viewer.querySelectorAll("[data-do]")) button.addEventListener("click", acts[button.dataset.do]);
  viewer.addEventListener("viewer", (event) => acts[event.detail]());
  links.forEach((link, place) => link.addEventListener("click", (event) => { event.preventDefault(); go(place); }));
  view.addEventListener("scroll", mark, { passive: true });
  for (const page of pages) page.firstElementChild.addEventListener("load", draw);
  new ResizeObserver(draw).observe(view);
  drag(viewer, view);
  draw();
  mark();
}

/* with a mouse the scan is pulled about; fingers scroll by themselves */
function drag(viewer, view) {
  let from = null;
  view.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button || event.offsetX > view.clientWidth) return;
    from = [event.clientX + view.scrollLeft, event.clientY + view.scrollTop];
    viewer.classList.add("is-held");
  });
  window.addEventListener("pointermove", (event) => {
    if (from) view.scrollTo(from[0] - event.clientX, from[1] - event.clientY);
  });
  window.addEventListener("pointerup", () => {
    from = null;
    viewer.classList.remove("is-held");
  });
  view.addEventListener("dragstart", (event) => event.preventDefault());
}
