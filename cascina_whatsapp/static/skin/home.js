// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// While something is being sent, the home page keeps itself fresh. The bars move by progress.js, every two seconds;
// this brings what else changes, and the bars of broadcasts that begin meanwhile.

import { follow } from "./progress.js";

const REFRESH_EVERY = 10000; // milliseconds

function bring(home, fresh) {
  for (const part of home.querySelectorAll("[data-part]")) {
    const news = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    // Nothing is taken away from under somebody's keyboard.
    if (news && news.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
      part.replaceChildren(...news.childNodes);
    }
  }
}

function begin(home, fresh) {
  const place = home.querySelector("[data-sending]");
  for (const article of fresh.querySelectorAll("[data-sending] [data-campaign]")) {
    if (!place.querySelector(`[data-campaign="${article.dataset.campaign}"]`)) {
      place.querySelector("[data-nothing]")?.remove();
      place.append(article);
      follow(article.querySelector("[data-progress-url]"));
    }
  }
}

async function refresh(home) {
  let over = false;
  try {
    const answer = await fetch(home.dataset.momentUrl, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) {
      return; // logged out
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    over = !fresh.querySelector("[data-finished=false]");
    bring(home, fresh);
    begin(home, fresh);
  } catch {
    // The network is away for a moment: try again.
  }
  if (!over) {
    setTimeout(refresh, REFRESH_EVERY, home);
  }
}

const home = document.querySelector("[data-moment-url]");
if (home?.querySelector("[data-finished=false]")) {
  setTimeout(refresh, REFRESH_EVERY, home);
}
