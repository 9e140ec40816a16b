/* Brings the next list of regions without loading the page again. */
for (const group of document.querySelectorAll("[data-region]")) {
  const fields = group.querySelector(".fields");
  const labels = group.dataset.labels.split("|");
  const first = fields.querySelector("select").id;
  group.querySelector("[data-region-reload]").remove();

  const option = (value, text) => new Option(text, value);
  const add = (regions) => {
    const depth = fields.children.length;
    const box = document.createElement("div");
    const label = document.createElement("label");
    const select = document.createElement("select");
    box.className = "field";
    select.className = "select";
    select.name = group.dataset.name;
    select.id = label.htmlFor = `${first}-${depth + 1}`;
    label.textContent = labels[depth];
    select.append(option("", group.dataset.choose), ...regions.map((region) => option(region.code, region.name)));
    box.append(label, select);
    fields.append(box);
  };

  fields.addEventListener("change", async (event) => {
    const box = event.target.closest(".field");
    while (box.nextElementSibling) box.nextElementSibling.remove();
    const code = event.target.value;
    if (!code || fields.children.length >= labels.length) return;
    const answer = await fetch(`${group.dataset.region}?parent=${encodeURIComponent(code)}`);
    const regions = answer.ok ? await answer.json() : [];
    if (regions.length && event.target.value === code && !box.nextElementSibling) add(regions);
  });
}
