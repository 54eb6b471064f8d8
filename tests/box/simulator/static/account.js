// The panel of the account: warnings and restrictions, and what WhatsApp bills a template as.

import { make } from "./bubbles.js";
import * as control from "./control.js";

const WARNINGS = {
  warn: [{}, "Il Comune è stato richiamato."],
  restrict: [{ days: 7 }, "Il Comune è limitato per 7 giorni: ogni avviso costa come un invito."],
  lift: [{ lifted: true }, "I limiti sono finiti. I testi fissi restano com'erano."],
};
const KINDS = { UTILITY: "avviso", MARKETING: "invito", AUTHENTICATION: "codice" };
const STATES = { APPROVED: "approvato", PAUSED: "sospeso", PENDING: "in esame", REJECTED: "respinto", DISABLED: "disattivato" };

export function startAccount(attempt) {
  const panel = document.getElementById("account");
  const form = panel.querySelector("form");
  form.addEventListener("submit", (event) => event.preventDefault());
  panel.addEventListener("toggle", () => panel.open && attempt(() => fill(form)));
  const on = (name, act) => {
    for (const button of form.querySelectorAll(`[data-${name}]`))
      button.addEventListener("click", () => attempt(async () => tell(form, await act(button.dataset))));
  };
  on("warning", async ({ warning }) => {
    const [what, told] = WARNINGS[warning];
    await control.warn(what);
    return told;
  });
  on("category", async ({ category, announced }) => {
    const isAnnounced = announced !== undefined;
    await control.categorise(chosen(form), { category, announced: isAnnounced });
    return isAnnounced ? "Annunciato per domani. Il cambio lo fai tu, con il primo pulsante." : `Ora costa come un ${KINDS[category]}.`;
  });
  on("status", async ({ status }) => {
    await control.setStatus(chosen(form), status);
    return `Ora è ${STATES[status]}.`;
  });
  form.elements.account_news.addEventListener("change", (event) =>
    attempt(() => control.settings({ account_news: event.target.checked })),
  );
}

const chosen = (form) => JSON.parse(form.elements.template.value);

async function tell(form, words) {
  await fill(form);
  document.getElementById("account-told").textContent = words;
}

async function fill(form) {
  const select = form.elements.template;
  const before = select.value;
  const options = (await control.templates()).map(({ name, language, category, status }) => {
    const option = make("option", "", `${name}: ${KINDS[category] ?? category}, ${STATES[status] ?? status}`);
    option.value = JSON.stringify({ name, language });
    return option;
  });
  select.replaceChildren(...options);
  if (before) select.value = before;
  form.elements.account_news.checked = (await control.settings()).account_news;
}
