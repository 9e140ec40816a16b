/* Loads the behaviours that this page has a use for. Every page works without them. */
const behaviours = [
  ["[data-suggest]", () => import("./suggest.js")],
  ["[data-sum]", () => import("./sum.js")],
  ["[data-menu]", () => import("./menu.js")],
  ["[data-qty]", () => import("./qty.js")],
  ["[data-region]", () => import("./region.js")],
  ["[data-copy]", () => import("./copy.js")],
  ["[data-print]", () => import("./print.js")],
  ["[data-reveal]", () => import("./reveal.js")],
  ["[data-focus]", () => import("./focus.js")],
  ["[data-submit-on-change]", () => import("./sort.js")],
  [".facets", () => import("./drawer.js")],
  ["[data-viewer]", () => import("./scan_viewer.js")],
  ["[data-review]", () => import("./review_keys.js")],
  ["[data-job][data-open]", () => import("./job.js")],
  ["[data-offline]", () => import("./offline.js")],
  ["link[rel=manifest]", () => import("./worker_registration.js")],
  ["form[method=post]", () => import("./once.js")],
];
for (const [selector, load] of behaviours) if (document.querySelector(selector)) load();
