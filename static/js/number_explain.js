// Explains a certificate's number while it is typed, by the same rules as the server (API certificate-numbers).
const PAUSE = 250;

function line(parent, kind, symbol, text) {
  const item = parent.appendChild(document.createElement("li"));
  item.className = kind;
  const icon = document.querySelector("use")?.getAttribute("href")?.split("#")[0];
  if (icon) {
    item.insertAdjacentHTML("beforeend", `<svg class="icon" aria-hidden="true"><use href="${icon}#${symbol}"/></svg>`);
  }
  item.appendChild(document.createElement("span")).textContent = text;
}

function cell(parent, tag, text) {
  parent.appendChild(document.createElement(tag)).textContent = text;
}

function show(place, answer, names) {
  const parts = Object.entries(answer.parts);
  if (parts.length) {
    const digits = place.appendChild(document.createElement("p"));
    digits.className = "digits";
    digits.setAttribute("aria-hidden", "true");
    const list = place.appendChild(document.createElement("ul"));
    list.className = "parts";
    for (const [name, part] of parts) {
      cell(digits, "span", part.code);
      const row = list.appendChild(document.createElement("li"));
      cell(row, "strong", part.code);
      cell(row, "small", names[name] ?? name);
      cell(row, "span", part.meaning);
    }
  }
  const remarks = place.appendChild(document.createElement("ul"));
  remarks.className = "checks mt3";
  for (const error of answer.errors) line(remarks, "no", "circle-x", error.message);
  for (const warning of answer.warnings) line(remarks, "todo", "triangle-alert", warning.message);
}

for (const place of document.querySelectorAll("[data-number-explain]")) {
  const input = document.getElementById(place.dataset.numberExplain);
  const choice = document.getElementById(place.dataset.schemeFrom ?? "");
  const names = JSON.parse(place.dataset.names);
  let timer;
  let asked = 0;

  const ask = async () => {
    const turn = ++asked;
    const number = input.value.trim();
    if (!number) return place.replaceChildren();
    const scheme = choice ? choice.value : place.dataset.scheme;
    const url = scheme ? place.dataset.url.replace("SCHEME", scheme) : place.dataset.any;
    try {
      const response = await fetch(`${url}?number=${encodeURIComponent(number)}`);
      if (!response.ok || turn !== asked) return;
      const found = await response.json();
      place.replaceChildren();
      if (!found.items) return show(place, found, names);
      const [best] = found.items; // of any kind: the one that fits best; the button of the form shows the others
      if (!best) return;
      const option = [...choice.options].find((one) => one.value === best.scheme);
      if (best.valid && option) cell(place, "strong", option.textContent);
      show(place, best, names);
    } catch {
      // without a connection the button of the form still works
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  input?.addEventListener("input", later);
  choice?.addEventListener("change", later);
}
for (const button of document.querySelectorAll("[data-number-reload]")) button.hidden = true;
