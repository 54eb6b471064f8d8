// The panels below the phones for settings and the table of faults; account.js has the third.

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
    if (confirm("Dimenticare persone, messaggi, testi fissi e impostazioni della simulazione?"))
      attempt(async () => {
        await control.reset();
        show(form, await control.settings());
      });
  });
  for (const button of form.querySelectorAll("[data-held]"))
    button.addEventListener("click", () => attempt(async () => {
      const { decided, held } = await control.decideHeld(button.dataset.held);
      const done = button.dataset.held === "release" ? "Partiti" : "Persi";
      document.getElementById("held-told").textContent = `${done}: ${decided}. Ancora trattenuti: ${held}.`;
    }));
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
