/* SPDX-FileCopyrightText: 2026 Comune di Cascina
   SPDX-License-Identifier: AGPL-3.0-or-later

   Counts the server's seconds down to the moment at which a broadcast leaves. Said aloud at the beginning and at ten
   seconds: who listens is not interrupted each second. The server decides whether there is still time. */

const LAST_WORD = 10;

for (const strip of document.querySelectorAll(".grace")) {
  const [when, soFar, bar, aloud] = [".grace-when", ".grace-so-far", "progress", "[role=status]"].map((part) =>
    strip.querySelector(part),
  );
  const ends = performance.now() + 1000 * Number(strip.dataset.seconds);
  let shown = Number(strip.dataset.seconds);

  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    if (left === shown) return;
    if (shown > LAST_WORD && left <= LAST_WORD) aloud.textContent = `Restano ${left} secondi per annullare.`;
    shown = bar.value = left;
    when.textContent = left ? `Parte fra ${left} second${left === 1 ? "o" : "i"}` : "Sta partendo";
    if (left) return;
    clearInterval(clock);
    soFar.textContent = "";
    strip.classList.add("is-over");
    aloud.textContent = "Il tempo per annullare è finito.";
  };
  const clock = setInterval(tick, 250);
  setTimeout(() => (aloud.textContent = strip.querySelector("p").textContent), 500);
}
