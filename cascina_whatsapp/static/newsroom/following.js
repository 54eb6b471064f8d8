/* While a broadcast is on its way, what its page says of it follows by itself. */

const EVERY = 4000; // milliseconds
const ANNOUNCE_EVERY = 10; // per cent: a screen reader that talked every few seconds would be of no use

// Nothing is taken away from under somebody's keyboard, or eyes.
const isInUse = (part) => part.contains(document.activeElement) || part.querySelector("details[open]");

const announce = (fresh) => {
  const [place, news] = [document.querySelector("[data-said]"), fresh.querySelector("[data-said]")];
  if (!place || !news) return;
  const step = (element) => Math.floor(element.dataset.percent / ANNOUNCE_EVERY);
  if (step(place) !== step(news)) place.textContent = fresh.querySelector(".sentence").textContent.trim();
  place.dataset.percent = news.dataset.percent;
};

const freshen = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (answer.redirected || [403, 404].includes(answer.status)) return; // logged out, or no longer allowed
      if (answer.ok && !replace(new DOMParser().parseFromString(await answer.text(), "text/html"))) return;
    } catch {
      // The network is away for a moment: try again.
    }
  }
  setTimeout(freshen, EVERY);
};

// What has begun, or is over, has parts that what waited had not: then the page is drawn anew.
const hasOtherParts = (fresh) =>
  [...fresh.querySelectorAll("[data-fresh]")].some((part) => !document.querySelector(`[data-fresh=${part.dataset.fresh}]`));

// Returns whether there is more to come.
const replace = (fresh) => {
  if (hasOtherParts(fresh)) {
    if (!isInUse(document.querySelector("main"))) location.reload();
    return true;
  }
  for (const old of document.querySelectorAll("[data-fresh]")) {
    const news = fresh.querySelector(`[data-fresh=${old.dataset.fresh}]`);
    if (news && old.innerHTML !== news.innerHTML && !isInUse(old)) old.replaceChildren(...news.childNodes);
  }
  announce(fresh);
  return Boolean(fresh.querySelector("[data-followed]"));
};

setTimeout(freshen, EVERY);
