// While a code is on its way from a telephone, or a trial to one, the page asks how it stands, and says so without a
// reload.

const ASK_EVERY = 3000; // milliseconds

const isWaiting = (place) => place.firstElementChild?.dataset.waiting === "true";

async function look(place) {
  try {
    const answer = await fetch(place.dataset.watched, { headers: { Accept: "text/html", "By-Itself": "1" } });
    if (!answer.ok || answer.redirected) {
      return; // signed out
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (fresh.outerHTML !== place.firstElementChild.outerHTML) {
      place.replaceChildren(fresh);
    }
  } catch {
    // The network is away for a moment: try again.
  }
  if (isWaiting(place)) {
    setTimeout(look, ASK_EVERY, place);
  }
}

const place = document.querySelector("[data-watched]");
if (place && isWaiting(place)) {
  setTimeout(look, ASK_EVERY, place);
}
