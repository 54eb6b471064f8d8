// A button that prints the page; without scripts it stays hidden, and the browser's own menu prints as well.

// In a menu "…" it is a link, which following.js may draw anew.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("a.print")) return;
  event.preventDefault();
  print();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// On paper nothing can be unfolded: proofs are printed open.
addEventListener("beforeprint", () => document.querySelectorAll("details.proof").forEach((proof) => { proof.open = true; }));
