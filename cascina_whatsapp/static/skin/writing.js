// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// A draft saves itself while it is written, and says who else has it open.
// Nothing is kept in the browser: the desks are shared.

import { ask, form, isLoggedOut, page, written } from "./draft.js";

const STILL = 2000; // milliseconds after the last change
const SIGN_EVERY = 20000; // milliseconds between signs that the page is open
const bar = document.querySelector(".writing-bar");
const savesItself = page.dataset.savesItself === "true";
const TROUBLES = ["expired", "away", "refused", "outdated"];
let changes = 0; // since the last time that all was saved
export let stopped = false; // somebody must decide first
let leaving = false;
let toSave;
let line = Promise.resolve(); // one request after the other, each with the version of the one before

function part(name) {
  return bar.querySelector(`.writing-${name}`);
}

export function version() {
  return form.seen_version;
}

function trouble(name, why) {
  for (const other of TROUBLES) {
    part(other).hidden = other !== name;
  }
  if (why) {
    part(name).querySelector(".writing-why").textContent = why;
  }
}

function say(sentence) {
  if (part("saved").textContent !== sentence) {
    part("saved").textContent = sentence;
  }
}

function refused(told) {
  stopped = true;
  trouble(told.about === "version" ? "outdated" : "refused", told.problem);
  part("theirs").href = told.page ?? "";
  part("mine").value = told.version ?? "";
}

// What the server tells; undefined where something is wrong, and the page has said so.
export async function understood(answer) {
  if (isLoggedOut(answer)) {
    trouble("expired");
  } else if (!answer?.ok) {
    trouble("away");
  } else {
    const told = await answer.json();
    if (!told.problem || told.about === "file") {
      trouble(null);
      return told;
    }
    refused(told);
  }
  say("");
  return undefined;
}

export function keep(told) {
  version().value = told.version;
  for (const [name, address] of Object.entries(told.pages)) {
    page.dataset[name] = address;
  }
  if (location.pathname !== told.page) {
    history.replaceState(null, "", told.page); // the draft has just been made: the form is its form from now on
    form.action = told.page;
    sign();
  }
  say([told.saved, ...(told.unsaved ?? []).map((reason) => `Non salvato: ${reason}`)].join(" "));
}

export async function save() {
  const saving = changes;
  const told = await understood(await ask(page.dataset.autosave, written()));
  if (told) {
    changes -= saving;
    keep(told);
  }
  return Boolean(told);
}

export function inLine(step) {
  line = line.then(step, step);
  return line;
}

function saveIfChanged() {
  return inLine(() => (changes && !stopped && !leaving ? save() : true));
}

function saveSoon() {
  changes += 1;
  clearTimeout(toSave);
  toSave = setTimeout(saveIfChanged, STILL);
}

async function sign() {
  if (!page.dataset.presence || leaving) {
    return;
  }
  const fields = new FormData();
  const seen = version().value;
  fields.set("seen_version", seen);
  const answer = await ask(page.dataset.presence, fields);
  const told = stopped || seen !== version().value ? undefined : await understood(answer);
  if (!told) {
    return;
  }
  part("others").textContent = told.others;
  if (told.changed && !changes) {
    say(`${told.changed} Ricarica la pagina per vedere la sua versione.`);
  }
}

// Every sign also tries again what could not be saved: after a new login, or once the service is back.
function signAndSave() {
  inLine(sign);
  if (savesItself) {
    saveIfChanged();
  }
}

// A form that is sent after the session has expired loses what was written: ask first.
async function sendWhenSafe(event) {
  if (leaving) {
    return;
  }
  event.preventDefault();
  clearTimeout(toSave);
  await line;
  const answer = await ask(page.dataset.preview, written());
  if (isLoggedOut(answer) || !answer) {
    await understood(answer);
    return;
  }
  leaving = true;
  form.requestSubmit(event.submitter);
}

function putMine() {
  version().value = part("mine").value;
  stopped = false;
  changes += 1;
  trouble(null);
  saveIfChanged();
}

if (savesItself) {
  form.addEventListener("input", saveSoon);
  form.addEventListener("change", saveSoon);
  part("mine").addEventListener("click", putMine);
}
form.addEventListener("submit", sendWhenSafe);
addEventListener("focus", signAndSave); // back from the window with the login
addEventListener("pageshow", () => { // back to a page that the browser had put aside
  leaving = false;
});
addEventListener("beforeunload", (event) => {
  if (savesItself && changes && !leaving) {
    event.preventDefault();
  }
});
setInterval(signAndSave, SIGN_EVERY);
inLine(sign);
