/* Counts the seconds down to the moment at which a broadcast leaves, said aloud at the beginning and at ten. Whether
   there is still time the server decides. */

const LAST_WORD = 10;
const title = document.title;

function begin(strip) {
  const [when, soFar, bar, aloud, undo, stop] = [
    ".grace-when",
    ".grace-so-far",
    "progress",
    "[role=status]",
    ".grace-undo",
    ".grace-stop",
  ].map((part) => strip.querySelector(part));
  const ends = performance.now() + 1000 * Number(strip.dataset.seconds);
  const mine = (strip.counted = strip.dataset.campaign);
  let shown = Number(strip.dataset.seconds);

  const say = (words) => {
    when.textContent = words;
    document.title = `${words} · ${title}`;
  };
  const tick = () => {
    if (!strip.isConnected || strip.dataset.campaign !== mine || strip.dataset.seconds === "0") return clearInterval(clock);
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    if (left === shown) return;
    if (shown > LAST_WORD && left <= LAST_WORD) aloud.textContent = `Restano ${left} secondi per annullare.`;
    shown = bar.value = left;
    say(left ? `Parte fra ${left} second${left === 1 ? "o" : "i"}` : "Sta partendo");
    if (left) return;
    clearInterval(clock);
    soFar.textContent = "";
    const hadFocus = undo.contains(document.activeElement);
    undo.hidden = bar.hidden = true;
    stop.hidden = false;
    if (hadFocus) stop.querySelector("button").focus();
    aloud.textContent = "Il tempo per annullare è finito: ora puoi fermarlo.";
  };
  const clock = setInterval(tick, 250);
  say(when.textContent);
  setTimeout(() => (aloud.textContent = strip.querySelector("p").textContent), 500);
}

export function countDown() {
  for (const strip of document.querySelectorAll(".grace:not([data-seconds='0'])")) {
    if (strip.counted !== strip.dataset.campaign) begin(strip);
  }
}
