// A draft while it is written: it saves itself, the telephone beside it follows, a paste is put right, and it is told
// who else has it open. The server decides all of it.

import { checkFirst, isStillMe, leaving, saved } from "./guarded.js";

const DRAW_AFTER = 250; // milliseconds without a key
const SAVE_AFTER = 2000; // milliseconds after the last change
const SIGN_EVERY = 20000; // milliseconds between signs that the page is open
const TROUBLES = ["expired", "long", "away", "refused", "outdated"];
const PEOPLE_DEPEND_ON = /^(topics|zones|to_everybody|where|as_invitation|is_urgent|when|scheduled_for_)/;
const MENDS = /^(one-paragraph$|correct:)/;
export const form = document.getElementById("campaign_form");
export const pages = form.dataset; // the server's addresses
export let stopped = false; // somebody must decide first
let changes = 0; // since the last time that all was saved
let line = Promise.resolve(); // one request after the other, each with the version of the one before

// ── Asking the server ──

// What is written on the form, without the file: that has a way of its own.
function written() {
  const fields = new FormData(form);
  fields.delete("attachment");
  return fields;
}

// Posts to an address of ours; undefined where nobody answers, 403 where somebody else has signed in. A redirect is never followed: it only ever leads to the sign-in page, and from there back here, where GET is refused.
export async function ask(address, fields, more = {}) {
  if (!(await isStillMe())) {
    return { status: 403 };
  }
  fields.set("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
  try {
    return await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json", ...more }, redirect: "manual" });
  } catch {
    return undefined;
  }
}

function isLoggedOut(answer) {
  return answer?.type === "opaqueredirect" || answer?.status === 403;
}

export function inLine(step) {
  line = line.then(step, step);
  return line;
}

// ── What the bar at the foot says ──

function part(name) {
  return form.querySelector(`.writing-${name}`);
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
  } else if (answer?.status === 413) {
    trouble("long");
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

// ── Saving ──

export function keep(told) {
  form.seen_version.value = told.version;
  Object.assign(pages, told.pages);
  if (location.pathname !== told.page) {
    history.replaceState(null, "", told.page); // the draft has just been made: the form is its form from now on
    form.action = told.page;
    sign();
  }
  say(told.unsaved?.length ? `${told.saved}, tranne: ${told.unsaved.join(", ")}` : told.saved);
}

export async function save() {
  const saving = changes;
  const told = await understood(await ask(pages.autosave, written()));
  if (told) {
    changes -= saving;
    if (!changes && !told.unsaved?.length) {
      saved(form);
    }
    keep(told);
  }
  return Boolean(told);
}

function saveIfChanged() {
  return inLine(() => (changes && !stopped && !leaving ? save() : true));
}

let toSave;
function saveSoon() {
  changes += 1;
  clearTimeout(toSave);
  toSave = setTimeout(saveIfChanged, SAVE_AFTER);
}

// Whatever the step that was pressed: first the draft is saved, so nothing of it depends on the step.
async function saveFirst(submitter) {
  if (MENDS.test(submitter?.value)) {
    await mendBy(submitter.value);
    return false;
  }
  clearTimeout(toSave);
  return inLine(() => !stopped && save());
}

function putMine() {
  form.seen_version.value = part("mine").value;
  stopped = false;
  changes += 1;
  trouble(null);
  saveIfChanged();
}

// ── Who else has it open ──

async function sign() {
  if (!pages.presence || leaving) {
    return;
  }
  const fields = new FormData();
  const seen = form.seen_version.value;
  fields.set("seen_version", seen);
  const answer = await ask(pages.presence, fields, { "By-Itself": "1" }); // nobody need be there
  const told = stopped || seen !== form.seen_version.value ? undefined : await understood(answer);
  if (!told) {
    return;
  }
  part("others").textContent = told.others;
  if (told.changed && !changes) {
    say(`${told.changed} Ricarica la pagina per vedere l'altra versione.`);
  }
}

// Every sign also tries again what could not be saved: after a new login, or once the service is back.
function signAndSave() {
  inLine(sign);
  saveIfChanged();
}

// ── The telephone, the counters, what is wrong, what was put right ──

let drawing = 0; // the number of the last question: older answers are thrown away
let isCountedAnew = false;

function place(kind, name) {
  return form.querySelector(`[data-${kind}="${name}"]`);
}

function replaceRegion(name, html) {
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  if (place("region", name) && drawn.innerHTML !== place("region", name).innerHTML) {
    place("region", name).replaceChildren(drawn.content); // a screen reader is told of what has really changed
  }
}

function showProblems(problems) {
  for (const beside of form.querySelectorAll("[data-problem]")) {
    const sentence = problems[beside.dataset.problem] ?? "";
    if (beside.textContent.trim() !== sentence) {
      beside.textContent = sentence;
    }
    form.querySelector(`[name="${beside.dataset.problem}"]`)?.setAttribute("aria-invalid", Boolean(sentence));
  }
}

const pasted = new Set(); // the fields that were pasted into, until the answer is there

// In a field that is being typed in, words stay as they are until one leaves it; a paste is put right at once.
function showMended(mended) {
  for (const [name, { text, sentence }] of Object.entries(mended)) {
    const field = form.elements[name];
    if (document.activeElement !== field || pasted.has(name)) {
      const before = field.value;
      field.value = text;
      tellMended(field, before, sentence);
    }
  }
}

function tellMended(field, before, sentence) {
  const told = document.getElementById("mended").content.cloneNode(true);
  told.querySelector("p").textContent = sentence;
  told.querySelector("button").addEventListener("click", () => putBack(field, before));
  place("mended", field.name).replaceChildren(told);
}

// The name of the field goes along from now on: the server leaves it as it is written.
function putBack(field, before) {
  const name = document.createElement("input");
  name.type = "hidden";
  name.name = "as_written";
  name.value = field.name;
  field.value = before;
  place("mended", field.name).replaceChildren(name);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// The server says how the words change, and nothing is sent for good.
async function mendBy(step) {
  const fields = written();
  fields.set("step", step);
  const told = await understood(await ask(pages.preview, fields));
  const mended = told?.mended ?? {};
  showMended(mended);
  for (const name of Object.keys(mended)) {
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
    place("mended", name).querySelector("button").focus();
  }
}

export async function draw() {
  const number = ++drawing;
  const fields = written();
  if (isCountedAnew || fields.get("body")?.trim().includes("\n")) {
    fields.set("with_people", "true"); // a text of several paragraphs goes out in another way, at another cost
  }
  const seen = Object.fromEntries(fields);
  const answer = await ask(pages.preview, fields);
  if (number !== drawing || !answer?.ok || isLoggedOut(answer)) {
    return;
  }
  isCountedAnew = false;
  const told = await answer.json();
  const isAsAsked = (name) => form.elements[name].value === seen[name]; // nothing was typed or pasted since
  const answered = [...pasted].filter(isAsAsked);
  Object.entries(told.regions).forEach(([name, html]) => replaceRegion(name, html));
  showProblems(told.problems);
  showMended(Object.fromEntries(Object.entries(told.mended).filter(([name]) => isAsAsked(name))));
  answered.forEach((name) => pasted.delete(name));
}

export function countAnew() {
  isCountedAnew = true;
}

let toDraw;
function drawSoon(event) {
  if (PEOPLE_DEPEND_ON.test(event.target.name) || event.target.name === "body") {
    countAnew();
  }
  clearTimeout(toDraw);
  toDraw = setTimeout(draw, DRAW_AFTER);
}

function notePaste(event) {
  if (place("mended", event.target.name)) {
    place("mended", event.target.name).replaceChildren(); // it is another text: it may be put right
    pasted.add(event.target.name);
  }
}

// ── Beginning ──

for (const happening of ["input", "change"]) {
  form.addEventListener(happening, saveSoon);
  form.addEventListener(happening, drawSoon);
}
for (const happening of ["paste", "drop"]) {
  form.addEventListener(happening, notePaste);
}
checkFirst(form, saveFirst);
part("mine").addEventListener("click", putMine);
addEventListener("focus", signAndSave); // back from the window with the login
setInterval(signAndSave, SIGN_EVERY);
if (pages.presence && location.pathname !== new URL(form.action).pathname) {
  history.replaceState(null, "", form.action); // the new draft was saved, though not all of it was right
}
inLine(sign);
form.querySelector(".errors :is(input, textarea, select), .notice.bad[tabindex]:not([hidden])")?.focus();
