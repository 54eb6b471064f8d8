/* SPDX-FileCopyrightText: 2026 Comune di Cascina
   SPDX-License-Identifier: AGPL-3.0-or-later

   While a broadcast is on its way its buttons, chart, reasons and steps follow, too: at once when its state changes.
   The numbers are progress.js's. */

const EVERY = 10000; // milliseconds
const PARTS = [".object-tools", ...["reason", "outcome", "steps"].map((name) => `[data-fresh=${name}]`)];
const place = document.querySelector(".is-followed [data-progress-url][data-finished=false] [data-text=status]");
let told = place?.textContent;

// Nothing is taken away from under somebody's keyboard, or eyes.
const isInUse = (part) => part.contains(document.activeElement) || part.querySelector("details[open]");

const freshen = async () => {
  let fresh;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return; // logged out: the next time may be another
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // the network is away for a moment
  }
  for (const name of PARTS) {
    const [old, news] = [document.querySelector(name), fresh.querySelector(name)];
    if (old && news && old.innerHTML !== news.innerHTML && !isInUse(old)) old.replaceChildren(...news.childNodes);
  }
  if (!fresh.querySelector(".is-followed [data-finished=false]")) clearInterval(timer);
};

const timer = place && setInterval(freshen, EVERY);
const look = () => {
  if (place.textContent === told) return;
  told = place.textContent;
  freshen();
};
if (place) new MutationObserver(look).observe(place, { childList: true });
