// While something is being sent, the page Inizio keeps itself fresh. The bars move by progress.js, every two seconds;
// this brings, takes away and replaces whole sections.

import { follow } from "./progress.js";

const REFRESH_EVERY = 10000; // milliseconds

// Sections whose bars move by themselves are the same until a broadcast begins or ends.
const version = (section) => section.dataset.version ?? section.innerHTML;

// Nothing is taken away from under somebody's keyboard.
const isInUse = (part) => part.contains(document.activeElement);

function place(column, before, old, section) {
  if (!old) {
    before ? before.after(section) : column.prepend(section);
  } else if (version(old) !== version(section) && !isInUse(old)) {
    old.replaceWith(section);
  } else {
    return old;
  }
  section.querySelectorAll("[data-progress-url][data-finished=false]").forEach(follow);
  return section;
}

// The sections of a column that are told anew, in their order; those that are not live stay where they are.
function bring(column, fresh) {
  const own = (name) => column.querySelector(`:scope > [data-part="${name}"]`);
  for (const section of column.querySelectorAll(":scope > [data-live]")) {
    if (!fresh.querySelector(`[data-part="${section.dataset.part}"]`) && !isInUse(section)) {
      section.remove();
    }
  }
  let before = null;
  for (const section of [...fresh.children]) {
    before = place(column, before, own(section.dataset.part), section);
  }
}

function bringState(line, fresh) {
  if (line.innerHTML !== fresh.innerHTML && !isInUse(line)) {
    line.replaceChildren(...fresh.childNodes);
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
    for (const column of document.querySelectorAll("[data-column]")) {
      const news = fresh.querySelector(`[data-column="${column.dataset.column}"]`);
      (column.dataset.column === "state" ? bringState : bring)(column, news);
    }
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
