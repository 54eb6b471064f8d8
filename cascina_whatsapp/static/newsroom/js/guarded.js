// Every form with words, unless it says `data-forgets`: it goes once, and from nobody but who has written in it. Until
// the server has taken them the words stay in this tab, at most a day: who is back inside, and nobody else, finds them
// again. A tab with words that were not sent asks before it closes.

const WORDS = ":is(textarea, input:not([type]), [type=text], [type=url], [type=email]):not([autocomplete=one-time-code])";
const NOT_KEPT = "button, fieldset, [type=hidden], [type=password], [type=file], [type=tel], [type=submit], [autocomplete=one-time-code]";
const TOKEN = "[name=csrfmiddlewaretoken]";
const DAY = 86_400_000; // milliseconds
const WHO_ARE_YOU = "/conferma-chi-sei/"; // asked before what is delicate: then one goes on
const GONE_AFTER = 5000; // milliseconds after which a page that is still there can be sent again
const { person, arrived, inside, sent } = document.body.dataset;
const checks = new Map(); // a form that asks the server in a way of its own whether it may go
const unsaved = new Set();
const safe = new Set();
let busy = false;
let secret = cookie();
export let leaving = false;

function cookie() {
  return /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
}

// ── The words of a form, in this tab ──

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !field.matches(NOT_KEPT));
const wordsOf = (form) => fieldsOf(form).filter((field) => field.matches(WORDS));
const isGuarded = (form) => form?.method === "post" && form.dataset.forgets === undefined && wordsOf(form).length;
const pathOf = (form) => new URL(form.getAttribute("action") ?? "", location.href).pathname;
const place = (form) => [person, pathOf(form), ...new Set(wordsOf(form).map((field) => field.name))].join(" ");
const kept = (form) => JSON.parse(sessionStorage.getItem(place(form)));
const isChosen = (field) => !/checkbox|radio/.test(field.type) || field.checked;
const written = (form) => fieldsOf(form).filter(isChosen).map((field) => [field.name, field.value]);
const isAs = (form, words) => JSON.stringify(written(form)) === JSON.stringify(words);

function remember(form) {
  const token = form.querySelector(TOKEN)?.value;
  sessionStorage.setItem(place(form), JSON.stringify({ at: Date.now(), token, words: written(form) }));
}

function putBack(form, words) {
  for (const field of fieldsOf(form)) {
    const values = words.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/checkbox|radio/.test(field.type)) field.checked = values.includes(field.value);
    else if (values.length) [field.value] = values;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// The form's words are with the server.
export function saved(form) {
  unsaved.delete(form);
  sessionStorage.removeItem(place(form));
}

function note(form, name) {
  form.querySelector(".guard-note")?.remove();
  if (!name) return undefined;
  const told = document.getElementById(name).content.firstElementChild.cloneNode(true);
  form.append(told);
  return told;
}

function offer(form) {
  const { words } = kept(form) ?? {};
  if (!words) return;
  if (isAs(form, words)) {
    unsaved.add(form); // refused, with what was written still on it
    return;
  }
  if (document.referrer.includes(WHO_ARE_YOU)) {
    putBack(form, words);
    return;
  }
  const told = note(form, "words-kept");
  form.prepend(told);
  const closed = form.closest("details");
  if (closed) closed.open = true;
  told.addEventListener("click", ({ target }) => {
    if (!target.matches("button")) return;
    told.remove();
    if (target.dataset.puts === undefined) saved(form);
    else putBack(form, words);
  });
}

// ── Whether one is still inside ──

// A new login changes the token: every form gets the new one. Somebody else's login changes nothing.
async function isInside() {
  try {
    const answer = await fetch(inside);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || page.body.dataset.person !== person) return false;
    if (cookie() !== secret) {
      for (const field of document.querySelectorAll(TOKEN)) field.value = page.querySelector(TOKEN).value;
      secret = cookie();
    }
    return true;
  } catch {
    return false; // nobody answers
  }
}

export const isStillMe = async () => cookie() === secret || isInside();

export function checkFirst(form, check) {
  checks.set(form, check);
}

async function mayGo(form, submitter) {
  const check = checks.get(form);
  if (check) return check(submitter);
  const may = await isInside();
  note(form, may ? "" : "session-over")?.scrollIntoView({ block: "nearest" });
  return may;
}

// ── What happens on the page ──

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  const wants = isGuarded(form) || cookie() !== secret;
  if (busy || leaving || (wants && !safe.has(form))) event.preventDefault();
  if (busy || leaving) return; // pressed twice
  if (event.defaultPrevented) {
    busy = true;
    const may = await mayGo(form, submitter);
    busy = false;
    if (!may) return;
    safe.add(form);
    form.requestSubmit(submitter);
    return;
  }
  safe.delete(form);
  leaving = true;
  setTimeout(() => { leaving = false; }, GONE_AFTER);
  if (isGuarded(form) || kept(form)) remember(form);
  if (form.dataset.forgets === "all") sessionStorage.clear();
  history.replaceState({ ...history.state, secret, token: form.querySelector(TOKEN)?.value }, "");
});

document.addEventListener("input", ({ target: { form } }) => {
  if (!isGuarded(form)) return;
  if (wordsOf(form).some((field) => field.value !== field.defaultValue)) {
    unsaved.add(form);
    remember(form);
  } else saved(form);
});

addEventListener("beforeunload", (event) => {
  if (!leaving && [...unsaved].some((form) => form.isConnected)) event.preventDefault();
});
addEventListener("pageshow", () => { // back to a page that the browser had put aside
  leaving = false;
});

for (const [name, value] of Object.entries(sessionStorage)) {
  const { at, token } = JSON.parse(value);
  if (Date.now() - at > DAY || (arrived && token?.startsWith(arrived))) sessionStorage.removeItem(name);
}
if (sent !== undefined) history.replaceState(history.state, "", location.href); // or Back would not find the page
// Back on a page that was sent from: sent again as it was, the server knows it.
const { state } = history;
if (state?.token && state.secret === secret) {
  for (const field of document.querySelectorAll(`main ${TOKEN}`)) field.value = state.token;
}
for (const form of document.forms) {
  if (isGuarded(form)) offer(form);
}
