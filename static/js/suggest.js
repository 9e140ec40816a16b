/* Suggestions under a search field. Arrow keys choose, Enter goes there, Escape closes; without them the form searches. */
const WAIT_MS = 150;
const SHORTEST = 2;
let serial = 0;

for (const input of document.querySelectorAll("[data-suggest]")) attach(input);

function textOf(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}

function attach(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `saran-${++serial}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  input.form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let timer = 0;
  let asked = "";
  let current = -1;

  const close = () => { list.hidden = true; current = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const options = () => [...list.children];

  function mark(index) {
    const all = options();
    current = (index + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === current)));
    input.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  }

  function show(items) {
    list.replaceChildren(...items.map((item, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.append(textOf("span", item.name), textOf("small", input.dataset[item.kind] ?? ""));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(item.url); });
      option.dataset.url = item.url;
      return option;
    }));
    current = -1;
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", String(items.length > 0));
  }

  async function ask() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < SHORTEST) { close(); return; }
    try {
      const answer = await fetch(`/saran?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && words === input.value.trim()) show((await answer.json()).items);
    } catch { close(); }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT_MS); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || !list.children.length) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(current + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(current - 1); }
    else if (event.key === "Escape") { close(); }
    else if (event.key === "Enter" && current >= 0) { event.preventDefault(); location.assign(options()[current].dataset.url); }
  });
}
