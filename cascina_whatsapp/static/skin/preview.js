// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// The telephone beside a broadcast: it shows what the citizen will read, while the clerk is typing.
"use strict";

// WhatsApp's marks: *bold* _italic_ ~struck~ `mono` ```mono```, never inside a word nor over a line's end.
const ELEMENTS = { "*": "strong", _: "em", "~": "s", "`": "code", "```": "code" };
const MARKED = /(?<![\p{L}\p{N}])(```|[*_~`])(?=\S)(.*?\S)\1(?![\p{L}\p{N}])/u;

function formatted(text) {
  const fragment = document.createDocumentFragment();
  let rest = text;
  for (let found = MARKED.exec(rest); found; found = MARKED.exec(rest)) {
    fragment.append(rest.slice(0, found.index));
    const element = document.createElement(ELEMENTS[found[1]]);
    element.append(element.localName === "code" ? found[2] : formatted(found[2]));
    fragment.append(element);
    rest = rest.slice(found.index + found[0].length);
  }
  fragment.append(rest);
  return fragment;
}

const preview = document.querySelector(".preview");
const form = document.getElementById("campaign_form");
let chosenFile = ""; // blob: address of the picture that was just chosen

function field(name) {
  return form?.querySelector(`[name=${name}]:checked, [name=${name}]:not([type=radio])`);
}

function written() {
  const stored = preview.dataset;
  return {
    title: (field("title")?.value ?? stored.title).trim(),
    text: (field("body")?.value ?? stored.text).trim(),
    link: (field("link")?.value ?? stored.link).trim(),
    kind: field("kind")?.value ?? stored.kind,
    topic: field("topic")?.value ?? stored.topic,
  };
}

function body({ title, text, link }) {
  const words = { title, text, link };
  return preview.dataset.body.replace(/{{(\w+)}}/g, (_, name) => words[name]);
}

function length(text) {
  return [...text].length; // characters, as the server counts them
}

function showWords(words) {
  const shown = { ...words, title: words.title || "Titolo", text: words.text || "Testo del messaggio" };
  preview.querySelector(".bubble-words").replaceChildren(formatted(body(shown)));
}

function showRoom(words) {
  if (!field("body")) {
    return;
  }
  const left = preview.dataset.limit - length(body(words));
  const place = preview.querySelector(".preview-room");
  place.textContent = left < 0 ? `Il testo è troppo lungo: togli ${-left} caratteri.` : `Restano ${left} caratteri.`;
  place.classList.toggle("is-over", left < 0);
}

function showPeople({ topic }) {
  const people = JSON.parse(preview.dataset.people)[topic];
  const place = preview.querySelector(".preview-people");
  place.textContent = people === undefined ? "" : `Lo riceverebbero ora ${people} persone.`;
}

function hasFile() {
  return Boolean(field("attachment")?.files[0] || preview.dataset.attachment);
}

function fileName(title) {
  const plain = title.normalize("NFKD").toLowerCase().replace(/[^\w\s-]/g, "");
  return plain.trim().replace(/[\s-]+/g, "-") || "allegato"; // as the server names it
}

function showAttachment({ kind, title }) {
  const image = preview.querySelector(".bubble-image");
  const card = preview.querySelector(".bubble-document");
  const address = chosenFile || preview.dataset.attachment;
  image.hidden = kind !== "image" || !address;
  if (!image.hidden && image.src !== address) {
    image.src = address;
  }
  card.hidden = kind !== "document";
  card.textContent = hasFile() ? `${fileName(title)}.pdf` : "Nessun PDF scelto";
}

function showAll() {
  const words = written();
  showWords(words);
  showRoom(words);
  showPeople(words);
  showAttachment(words);
}

function chooseFile(event) {
  URL.revokeObjectURL(chosenFile);
  const file = event.target.files[0];
  chosenFile = file?.type.startsWith("image/") ? URL.createObjectURL(file) : "";
  showAll();
}

form?.addEventListener("input", showAll);
form?.querySelector("[type=file]")?.addEventListener("change", chooseFile);
showAll();
