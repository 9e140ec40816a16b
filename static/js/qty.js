/* Steppers beside a number field. */
for (const box of document.querySelectorAll("[data-qty]")) {
  const input = box.querySelector("input");
  const [less, more] = box.querySelectorAll("button");
  const step = (sign) => {
    const size = Number(input.step) || 1;
    const wanted = (Number(input.value) || 0) + sign * size;
    const highest = input.max === "" ? Infinity : Number(input.max);
    input.value = Math.min(highest, Math.max(Number(input.min) || 0, wanted));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  less.addEventListener("click", () => step(-1));
  more.addEventListener("click", () => step(1));
  less.hidden = more.hidden = false;
}
