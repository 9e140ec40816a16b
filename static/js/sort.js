/* A list that sends its form when it is changed; its button is for everybody else. */
for (const form of document.querySelectorAll("[data-submit-on-change]")) {
  for (const button of form.querySelectorAll("[data-hide-with-script]")) button.hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
