/* An open page asks in a line whether anything has moved. Its frame follows on every page: the strip of the minute, the
   alerts, what is new, the title. A page about messages reads itself again. */

import { countDown } from "./grace.js";

const BY_ITSELF = { "By-Itself": "1" }; // nobody is there: the session does not become younger
const TOKEN = /name="csrfmiddlewaretoken" value="\w+"/g; // another one in each answer
const URGENT = /^\(\d+ urgent[ei]\) /;
const main = document.querySelector("main");
const address = `${document.body.dataset.living}?pagina=${encodeURIComponent(location.pathname)}`;
const frame = new Map([...document.querySelectorAll("[data-frame]")].map((part) => [part.dataset.frame, part.cloneNode(true)]));
let told = main.cloneNode(true); // what the server said last: scripts and people change what is shown
let [tag, page] = ["", ""];
const steps = new Map(); // a message's number → the tenth of its people that was said last

const bare = (text) => text.replace(TOKEN, "");
const html = (node) => bare(node.outerHTML ?? node.textContent);
const isTouched = (field) => field.open || field.value !== field.defaultValue || field.checked !== field.defaultChecked;

// Nothing is taken away from under somebody's keyboard, or eyes.
const isInUse = (part) =>
  part.contains(document.activeElement) || [...(part.querySelectorAll?.("details[open], input:not([type=hidden]), textarea") ?? [])].some(isTouched);

function bringAttributes(shown, before, fresh) {
  for (const { name } of [...before.attributes, ...fresh.attributes]) {
    if (before.getAttribute(name) === fresh.getAttribute(name)) continue;
    if (fresh.hasAttribute(name)) shown.setAttribute(name, fresh.getAttribute(name));
    else shown.removeAttribute(name);
  }
}

// Bring a piece of the page from what the server said before to what it says now. Returns whether that could be done.
function bring(shown, before, fresh) {
  if (html(before) === html(fresh) || before.dataset?.stays !== undefined) return true;
  const inside = [shown, before, fresh].map((node) => [...node.childNodes]);
  const isSame = bare(before.innerHTML ?? "") === bare(fresh.innerHTML ?? "");
  const isAlike = inside[0].length && inside.every((nodes) => nodes.length === inside[0].length);
  if (fresh.attributes && shown.nodeName === fresh.nodeName && (isSame || isAlike)) {
    bringAttributes(shown, before, fresh);
    return isSame || inside[2].map((node, at) => bring(inside[0][at], inside[1][at], node)).every(Boolean);
  }
  if (isInUse(shown)) return false;
  if (shown === main) location.reload();
  else shown.replaceWith(fresh.cloneNode(true));
  return true;
}

// Say aloud how far a message is, at every tenth of its people: not every few seconds.
function announce() {
  for (const place of main.querySelectorAll("[data-said]")) {
    const { said, percent, message } = place.dataset;
    const step = Math.floor(percent / 10);
    if ((steps.get(message) ?? step) !== step) place.textContent = place.parentElement.querySelector(said).textContent.trim();
    steps.set(message, step);
  }
}

async function readAgain() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html", ...BY_ITSELF } });
  const fresh = answer.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (!fresh && !isInUse(main)) location.reload();
  document.querySelector(".moved-on").hidden &&= fresh && bring(main, told, fresh);
  told = fresh || told;
  announce();
}

function bringFrame(words) {
  for (const part of new DOMParser().parseFromString(words, "text/html").querySelectorAll("[data-frame]")) {
    const name = part.dataset.frame;
    const place = document.querySelector(`[data-frame=${name}]`);
    if (place && bring(place, frame.get(name), part)) frame.set(name, part);
  }
  countDown();
}

async function ask() {
  timer = 0;
  let every = 30;
  try {
    const answer = await fetch(address, { headers: { "If-None-Match": tag, ...BY_ITSELF } });
    if (answer.redirected || answer.status === 403) return; // logged out, or no longer allowed
    every = Number(answer.headers.get("Ask-Again"));
    if (answer.ok) {
      const now = await answer.json();
      bringFrame(now.frame);
      document.title = now.urgent + document.title.replace(URGENT, "");
      if (main.dataset.lives !== undefined && page !== now.page) await readAgain();
      [tag, page] = [answer.headers.get("ETag"), now.page];
    }
  } catch {
    // The network is away for a moment: try again.
  }
  timer = setTimeout(look, 1000 * every);
}

// While nobody looks nothing is asked; who comes back is told at once.
const look = () => {
  timer = 0;
  if (!document.hidden) ask();
};

announce();
countDown();
let timer = setTimeout(look, 5000);
document.addEventListener("visibilitychange", () => document.hidden || timer || ask());
