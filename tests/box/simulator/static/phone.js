// The page: opens phones, keeps them fresh and lets people speak.

import { startAccount } from "./account.js";
import { bubble, make } from "./bubbles.js";
import * as control from "./control.js";
import { fillFaults, startSettings } from "./panels.js";

const EVERY_SECOND = 1000;
const FIRST_NUMBER = "+393200000001";
const phones = new Map();

class Phone {
  constructor(citizen) {
    this.citizen = citizen;
    this.shown = new Map();
    this.element = document.getElementById("phone").content.cloneNode(true).firstElementChild;
    this.find = (selector) => this.element.querySelector(selector);
    this.listen();
  }

  listen() {
    this.find("input[name=text]").setAttribute("aria-label", `Messaggio di ${this.citizen}`);
    this.find(".chat").setAttribute("aria-label", `Messaggi di ${this.citizen}`);
    this.find(".close").addEventListener("click", () => close(this.citizen));
    this.find(".composer").addEventListener("submit", (event) => this.submit(event));
    for (const button of this.element.querySelectorAll(".screen > .shortcuts button"))
      button.addEventListener("click", () => this.say({ text: button.textContent }));
    for (const button of this.element.querySelectorAll("[data-kind]"))
      button.addEventListener("click", () => this.say({ kind: button.dataset.kind }));
    this.find("[data-forward]").addEventListener("click", () => this.sendTyped({ forwarded: true }));
    this.find("[data-stop]").addEventListener("click", () => attempt(() => control.stopMarketing(this.citizen)));
    for (const button of this.element.querySelectorAll("[data-off]"))
      button.addEventListener("click", () => attempt(() => control.switchPhone(this.citizen, button.dataset.off === "true")));
  }

  submit(event) {
    event.preventDefault();
    this.sendTyped({});
  }

  sendTyped(extra) {
    const input = this.find("input[name=text]");
    if (!input.value.trim()) return;
    this.say({ text: input.value, ...extra });
    input.value = "";
    input.focus();
  }

  async say(words) {
    await attempt(() => control.say(this.citizen, words));
    await this.refresh();
  }

  press(words) {
    if (words.choose) this.choose(words.choose, words.context);
    else this.say(words);
  }

  choose(list, context) {
    const dialog = this.find(".chooser");
    this.find(".chooser .title").textContent = list.button;
    const sections = list.sections.flatMap((section) => [
      ...(section.title ? [make("h4", "section", section.title)] : []),
      ...section.rows.map((row) => this.row(row, context)),
    ]);
    this.find(".chooser .rows").replaceChildren(...sections);
    dialog.showModal();
  }

  row(row, context) {
    const button = make("button", "choice", row.title);
    if (row.description) button.append(make("small", "", row.description));
    const choice = { id: row.id, title: row.title, description: row.description };
    button.addEventListener("click", () => this.say({ list: choice, context }));
    return button;
  }

  async refresh() {
    this.show(await control.phone(this.citizen));
  }

  show(state) {
    this.find(".name").textContent = state.name;
    this.find(".address").textContent = state.phone || `senza numero · ${state.bsuid}`;
    this.find(".presence").textContent = state.is_typing ? "sta scrivendo…" : "Account del Comune";
    this.update(state.bubbles);
  }

  // Only what changed is drawn again: a button keeps the focus, a picture does not flicker.
  update(entries) {
    const list = this.find(".bubbles");
    const known = new Set(entries.map((entry) => entry.id));
    for (const [id, shown] of this.shown) if (!known.has(id)) this.remove(id, shown);
    const changed = entries.filter((entry) => this.shown.get(entry.id)?.as !== JSON.stringify(entry));
    for (const entry of changed) this.draw(list, entry);
  }

  remove(id, shown) {
    shown.element.remove();
    this.shown.delete(id);
  }

  draw(list, entry) {
    const before = this.shown.get(entry.id);
    const element = bubble(entry, (words) => this.press(words));
    if (before?.element.contains(document.activeElement)) return;
    if (before) before.element.replaceWith(element);
    else list.append(element);
    this.shown.set(entry.id, { element, as: JSON.stringify(entry) });
  }
}

async function attempt(action) {
  try {
    await action();
    notice("");
  } catch {
    notice("Il simulatore non risponde o non accetta il valore: controlla e riprova.");
  }
}

function notice(text) {
  const element = document.getElementById("notice");
  if (element.textContent !== text) element.textContent = text;
}

async function open(citizen) {
  if (phones.has(citizen)) return phones.get(citizen).find("input[name=text]").focus();
  const phone = new Phone(citizen);
  await phone.refresh();
  phones.set(citizen, phone);
  document.getElementById("phones").append(phone.element);
  remember();
}

function close(citizen) {
  phones.get(citizen).element.remove();
  phones.delete(citizen);
  remember();
  document.getElementById("who").focus();
}

function remember() {
  const query = new URLSearchParams([...phones.keys()].map((citizen) => ["citizen", citizen]));
  history.replaceState(null, "", `?${query}`);
}

// "320 000 0001" is meant as an Italian number.
function address(typed) {
  const plain = typed.replace(/[\s().-]/g, "");
  if (/^\d+$/.test(plain)) return `+39${plain}`;
  return /^\+\d+$/.test(plain) ? plain : typed.trim();
}

async function listKnown() {
  const known = await control.citizens();
  const options = known.map((citizen) => {
    const option = make("option", "", citizen.name);
    option.value = citizen.citizen;
    return option;
  });
  document.getElementById("known").replaceChildren(...options);
}

function startOpener() {
  const field = document.getElementById("who");
  document.getElementById("opener").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      await open(address(field.value || FIRST_NUMBER));
      field.value = "";
    });
  });
  field.addEventListener("focus", () => attempt(listKnown));
  document.getElementById("hidden-number").addEventListener("click", () =>
    attempt(async () => open((await control.invent({})).citizen)),
  );
}

async function keepFresh() {
  if (phones.size && !document.hidden)
    await attempt(() => Promise.all([...phones.values()].map((phone) => phone.refresh())));
  setTimeout(keepFresh, EVERY_SECOND);
}

async function start() {
  startOpener();
  startSettings(attempt);
  startAccount(attempt);
  await attempt(fillFaults);
  const asked = new URLSearchParams(location.search);
  const wanted = asked.getAll("citizen");
  for (const citizen of wanted.length ? wanted : [FIRST_NUMBER]) await attempt(() => open(address(citizen)));
  if (asked.get("text")) [...phones.values()].at(-1).find("input[name=text]").value = asked.get("text"); // as a link of WhatsApp's does
  keepFresh();
}

start();
