/* Says what an amount comes to while a buyer chooses it, and marks the price step that applies. The cart reckons anew. */
const rupiah = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 0 });
const money = (amount) => `Rp${rupiah.format(amount)}`;

for (const form of document.querySelectorAll("form[data-sum]")) {
  const { tiers, minimum, words, below } = JSON.parse(form.dataset.sum);
  const line = form.querySelector("[data-sum-line]");
  const [text, total] = line.children;
  const field = form.elements.count;

  const reckon = () => {
    const quantity = Math.trunc(Number(field.value)) * Number(form.querySelector("[name=unit]:checked").dataset.size);
    const step = tiers.filter(([from]) => from <= quantity).pop();
    for (const item of document.querySelectorAll("[data-from]")) {
      item.classList.toggle("on", Boolean(step) && Number(item.dataset.from) === step[0]);
    }
    line.hidden = !(quantity > 0);
    text.textContent = step ? words.replace("#", rupiah.format(quantity)).replace("@", money(step[1])) : below;
    total.textContent = step ? money(quantity * step[1]) : "";
  };
  form.addEventListener("change", (event) => {
    const size = Number(event.target.dataset.size);
    if (size) field.value = Math.ceil(minimum / size);
    reckon();
  });
  field.addEventListener("input", reckon);
  reckon();
}
