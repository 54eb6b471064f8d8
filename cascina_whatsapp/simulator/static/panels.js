// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// The two panels below the phones: settings and the table of faults.

import { make } from "./bubbles.js";
import * as control from "./control.js";

export async function fillFaults() {
  const rows = (await control.faults()).map((fault) => {
    const row = document.createElement("tr");
    const ending = make("th", "", `…${fault.ending}`);
    ending.scope = "row";
    row.append(ending, make("td", "", fault.description));
    return row;
  });
  document.getElementById("faults").replaceChildren(...rows);
}

export function startSettings(attempt) {
  const form = document.getElementById("settings");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => show(form, await control.settings(read(form))));
  });
  document.getElementById("reset").addEventListener("click", () => {
    if (confirm("Dimenticare persone, messaggi, modelli e impostazioni della simulazione?"))
      attempt(async () => {
        await control.reset();
        show(form, await control.settings());
      });
  });
  attempt(async () => show(form, await control.settings()));
}

function read(form) {
  const changes = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") changes[field.name] = field.checked;
    else changes[field.name] = field.type === "number" ? Number(field.value) : field.value;
  }
  const { latency_min: shortest, latency_max: longest, ...others } = changes;
  return { ...others, latency_ms: [shortest, Math.max(shortest, longest)] };
}

function show(form, settings) {
  const [shortest, longest] = settings.latency_ms;
  const values = { ...settings, latency_min: shortest, latency_max: longest };
  for (const field of form.elements) {
    if (!(field.name in values)) continue;
    if (field.type === "checkbox") field.checked = values[field.name];
    else field.value = values[field.name];
  }
}
