/* Suggestions under a search field while somebody types: a combobox as WAI-ARIA describes it. Arrow keys choose, Enter
   goes there, Escape closes. Without this file the form searches as ever. */
const PAUSE_MS = 120;
const SHORTEST = 2;

document.querySelectorAll("form[data-suggest]").forEach((form, number) => {
  const { suggest: address, suggestLabel, suggestCount, suggestKinds } = form.dataset;
  const kinds = JSON.parse(suggestKinds);
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const news = document.createElement("span");
  let active = -1;
  let timer = 0;
  let asked = null;

  list.id = `suggest-${number}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", suggestLabel);
  list.hidden = true;
  news.className = "sr";
  news.setAttribute("role", "status");
  form.append(list, news);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);

  const choose = (index) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const optionOf = (item, index) => {
    const option = document.createElement("li");
    const name = document.createElement("span");
    const kind = document.createElement("small");
    option.id = `${list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = item.url;
    name.textContent = item.name;
    kind.textContent = kinds[item.kind] ?? "";
    option.append(name, kind);
    return option;
  };
  const show = (items) => {
    choose(-1);
    list.replaceChildren(...items.map(optionOf));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    news.textContent = list.hidden ? "" : suggestCount.replace("#", items.length);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const words = input.value.trim();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).items);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") choose(active < 0 ? last : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
});
