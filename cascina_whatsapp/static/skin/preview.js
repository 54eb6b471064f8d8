// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// The telephone beside a broadcast follows the typing. The server draws it, from the message that it would send.

import { ask, form, isLoggedOut, page, written } from "./draft.js";

const WAIT = 250; // milliseconds without a key
let drawing = 0; // the number of the last question: older answers are thrown away
let countedFor; // the choices whose people, times and cost the page shows

// What people, times and cost depend on; a text of several paragraphs goes out through a template of its own.
function choices(fields) {
  const names = ["topics", "to_everybody", "kind", "is_urgent", "scheduled_for_0", "scheduled_for_1"];
  const chosen = names.map((name) => fields.getAll(name));
  return JSON.stringify([...chosen, fields.get("body").trim().includes("\n")]);
}

function replaceRegion(name, html) {
  const place = page.querySelector(`[data-region=${name}]`);
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  if (drawn.innerHTML !== place.innerHTML) {
    place.replaceChildren(drawn.content); // a screen reader is told of what has really changed, and of no more
  }
}

export async function draw() {
  const number = ++drawing;
  const fields = written();
  const chosen = choices(fields);
  if (chosen !== countedFor) {
    fields.set("with_people", "true");
  }
  const answer = await ask(page.dataset.preview, fields);
  if (number !== drawing || !answer?.ok || isLoggedOut(answer)) {
    return;
  }
  countedFor = chosen;
  for (const [name, html] of Object.entries(await answer.json())) {
    replaceRegion(name, html);
  }
}

let toDraw;
function drawSoon() {
  clearTimeout(toDraw);
  toDraw = setTimeout(draw, WAIT);
}

// Django's calendar and clock write into the fields without an event: look after each press, wherever it was.
const moments = [...form.querySelectorAll("[name^=scheduled_for_]")];
let lastMoment = moments.map((field) => field.value).join();
function lookAtMoments() {
  const moment = moments.map((field) => field.value).join();
  if (moment !== lastMoment) {
    lastMoment = moment;
    moments[0].dispatchEvent(new Event("input", { bubbles: true }));
  }
}

countedFor = choices(written());
form.addEventListener("input", drawSoon);
form.addEventListener("change", drawSoon);
document.addEventListener("click", () => setTimeout(lookAtMoments));
