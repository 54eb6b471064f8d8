// One message as a bubble: header, text, footer, time and ticks, buttons.

import { formatted } from "./marks.js";

const TICKS = {
  accepted: ["", "in partenza"],
  sent: ["✓", "inviato"],
  delivered: ["✓✓", "consegnato"],
  read: ["✓✓", "letto"],
  failed: ["!", "non riuscito"],
};
const SENT_KINDS = {
  image: "📷 Foto",
  video: "🎞 Video",
  audio: "🎤 Messaggio vocale",
  document: "📄 Documento",
  sticker: "🙂 Adesivo",
  location: "📍 Posizione",
  unsupported: "✏️ Messaggio modificato o non supportato",
};
const HOUR = new Intl.DateTimeFormat("it-IT", { hour: "2-digit", minute: "2-digit" });

export function bubble(entry, press) {
  const item = make("li", entry.from === "citizen" ? "bubble mine" : "bubble theirs");
  item.append(make("span", "unseen", entry.from === "citizen" ? "Tu: " : "Comune di Cascina: "));
  if (entry.header) item.append(header(entry.header));
  if (SENT_KINDS[entry.kind] && entry.from === "citizen") item.append(make("p", "kind", SENT_KINDS[entry.kind]));
  if (entry.text) item.append(paragraph(entry.text));
  if (entry.footer) item.append(make("p", "footer", entry.footer));
  item.append(moment(entry));
  for (const button of entry.buttons ?? []) item.append(reply(entry, button, press));
  if (entry.list) item.append(opener(entry, press));
  return item;
}

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function paragraph(text) {
  const element = make("p", "text");
  element.append(formatted(text));
  return element;
}

function header(part) {
  if (part.kind === "text") return make("p", "title", part.title);
  const link = make("a", part.kind === "image" ? "picture" : "file");
  link.href = part.url;
  link.target = "_blank";
  link.rel = "noopener";
  const source = part.kind === "image" ? part.url : part.thumbnail;
  if (source) link.append(picture(source, part));
  if (part.kind === "document") link.append(make("span", "filename", `PDF · ${part.title || "documento"}`));
  return link;
}

function picture(source, part) {
  const image = document.createElement("img");
  image.src = source;
  image.alt = part.kind === "image" ? `Immagine ${part.title}` : "";
  image.addEventListener("error", () => image.remove());
  return image;
}

function moment(entry) {
  const element = make("p", "moment", HOUR.format(new Date(entry.at * 1000)));
  const [sign, meaning] = TICKS[entry.status];
  const ticks = make("span", `ticks ${entry.status}`, sign);
  ticks.setAttribute("aria-hidden", "true");
  element.append(" ", ticks, make("span", "unseen", meaning));
  return element;
}

function reply(entry, button, press) {
  if (button.kind === "url") return page(button);
  const element = make("button", "reply", button.title);
  element.type = "button";
  const choice = { id: button.id, title: button.title };
  const template = { payload: button.id, text: button.title };
  const words = button.kind === "reply" ? { button: choice } : { quick_reply: template };
  element.addEventListener("click", () => press({ ...words, context: entry.id }));
  return element;
}

function page(button) {
  const link = make("a", "reply", button.title);
  link.href = button.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function opener(entry, press) {
  const element = make("button", "reply", `☰ ${entry.list.button}`);
  element.type = "button";
  element.addEventListener("click", () => press({ choose: entry.list, context: entry.id }));
  return element;
}
