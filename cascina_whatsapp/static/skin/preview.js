// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// The telephone beside a broadcast follows the typing. The server draws it, from the message that it would send.
"use strict";

const WAIT = 250; // milliseconds without a key
const page = document.querySelector(".beside-preview[data-preview]");
const form = document.getElementById("campaign_form");
let drawing = 0; // the number of the last question: older answers are thrown away
let countedFor; // the choices whose people, times and cost the page shows

// What is written on the form, without the file: that has a way of its own.
function written() {
  const fields = new FormData(form);
  fields.delete("attachment");
  return fields;
}

// What people, times and cost depend on; a text of several paragraphs goes out through a template of its own.
function choices(fields) {
  const chosen = ["topic", "kind", "is_urgent", "scheduled_for_0", "scheduled_for_1"].map((name) => fields.get(name));
  return JSON.stringify([...chosen, fields.get("body").trim().includes("\n")]);
}

// Posts to an address of ours; undefined where nobody answers. The cookie, because a new login changes the token.
async function ask(address, fields) {
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (token) {
    form.csrfmiddlewaretoken.value = token;
    fields.set("csrfmiddlewaretoken", token);
  }
  try {
    return await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
  } catch {
    return undefined;
  }
}

function isLoggedOut(answer) {
  return answer?.redirected || answer?.status === 403;
}

function replaceRegion(name, html) {
  const place = page.querySelector(`[data-region=${name}]`);
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  if (drawn.innerHTML !== place.innerHTML) {
    place.replaceChildren(drawn.content); // a screen reader is told of what has really changed, and of no more
  }
}

async function draw() {
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
