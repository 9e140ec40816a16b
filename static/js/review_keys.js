/* The keys of a review: nothing that they do cannot be done without them, and no key is taken from a text field. */
const KEPT = "review-keys";
const page = document.querySelector("[data-review]");
const fields = [...page.querySelectorAll("[data-mark]")];
const dialog = document.getElementById("tombol");
const opener = page.querySelector("[data-keys-open]");
const said = page.querySelector("[data-said]");
const viewer = page.querySelector("[data-viewer]");
const note = page.querySelector("textarea");
const choice = dialog.querySelector("[data-keys-on]");
let chosen = -1;

const stored = () => { try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; } };
const store = (on) => { try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* kept for this page only */ } };
const show = () => { if (!dialog.open) dialog.showModal(); };
const choose = (place) => {
  chosen = Math.min(fields.length - 1, Math.max(0, place));
  fields[chosen].focus();
};
const place = () => {
  const here = fields.indexOf(document.activeElement?.closest?.("[data-mark]"));
  return here >= 0 ? here : chosen;
};
const done = () => fields.filter((field) => field.querySelector("input:checked")).length;
const tell = (field, mark) => {
  const words = page.dataset[mark === "match" ? "saidMatch" : "saidDiffers"];
  const values = { field: field.dataset.mark, done: done(), all: fields.length };
  said.textContent = words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  said.hidden = false;
};
const mark = (value) => {
  const now = Math.max(0, place());
  const field = fields[now];
  field.querySelector(`input[value="${value}"]`).click();
  const next = fields.findIndex((other, at) => at > now && !other.querySelector("input:checked"));
  if (next >= 0) choose(next);
  else choose(now);
};
const scan = (act) => viewer?.dispatchEvent(new CustomEvent("viewer", { detail: act }));
const keys = {
  j: () => choose(place() + 1),
  k: () => choose(place() - 1),
  m: () => mark("match"),
  b: () => mark("differs"),
  n: () => page.querySelector("[data-next]")?.click(),
  c: () => note?.focus(),
  /* only goes there: Enter on the button is what approves */
  a: () => page.querySelector("[data-approve]")?.focus(),
  r: () => scan("turn"),
  "+": () => scan("in"),
  "=": () => scan("in"),
  "-": () => scan("out"),
  0: () => scan("fit"),
  "[": () => scan("before"),
  "]": () => scan("after"),
  "?": show,
};
const writes = (target) => target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

for (const field of fields) {
  field.addEventListener("change", (event) => tell(field, event.target.value));
  field.addEventListener("keydown", (event) => {
    if (event.target !== field) return;
    if (event.key === "ArrowDown") choose(place() + 1);
    else if (event.key === "ArrowUp") choose(place() - 1);
    else return;
    event.preventDefault();
  });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open || writes(event.target)) return;
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || (!choice.checked && event.key !== "?")) return;
  event.preventDefault();
  act();
});
opener.hidden = false;
opener.addEventListener("click", show);
choice.checked = stored();
choice.addEventListener("change", () => store(choice.checked));

/* ready sentences go into the note at once, without the way over the server */
for (const button of page.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of button.closest("details").querySelectorAll("input:checked")) {
      const text = box.closest("label").querySelector("span").lastChild.textContent.trim();
      if (!note.value.includes(text)) note.value = `${note.value.trimEnd()}\n${text}`.trim();
      box.checked = false;
    }
    note.focus();
  });
}
