// A text is copied by a button; without a script, or where the browser does not let us, one selects it.

for (const button of document.querySelectorAll("[data-copies]")) {
  const words = document.getElementById(button.dataset.copies);
  const said = button.parentElement.querySelector("[data-copied]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.value);
      said.textContent = "Copiato.";
    } catch {
      words.select();
      said.textContent = "Selezionato: premi Ctrl e C.";
    }
  });
}
