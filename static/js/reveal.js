/* A button beside each password field that shows what is typed; without this script the field stays as it is. */
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const words = button.querySelector("span");
  const [show, hide] = [words.textContent, button.dataset.hide];
  const turn = (open) => {
    field.type = open ? "text" : "password";
    words.textContent = open ? hide : show;
  };
  button.hidden = false;
  button.addEventListener("click", () => turn(field.type === "password"));
  field.form.addEventListener("submit", () => turn(false));
}
