// An attachment goes to the server as soon as it is chosen or dropped: checked there, and kept with the draft.
// Without it the form sends the file, as forms do.

import { ask, countAnew, draw, form, inLine, keep, pages, save, stopped, understood } from "./writing.js";

const NOT_KEPT = "Il file non è stato salvato: leggi l'avviso in fondo alla pagina, poi sceglilo di nuovo.";
const place = form.querySelector(".attach");
const chooser = place.querySelector("[type=file]");

function tell(sentence, isTrouble) {
  const state = place.querySelector(".attach-state");
  state.textContent = sentence;
  state.classList.toggle("problem", isTrouble);
}

function showAttached(told) {
  place.querySelector(".attached").innerHTML = told.attached;
  place.querySelector(".attach-tools").hidden = !told.attached.trim();
  countAnew();
  draw();
}

async function change(address, fields) {
  fields.set("seen_version", form.seen_version.value);
  const told = await understood(await ask(address(), fields));
  if (!told) {
    tell(NOT_KEPT, true);
  } else if (told.problem) {
    tell(told.problem, true);
  } else {
    keep(told);
    showAttached(told);
    tell(told.told, false);
  }
}

function attach(file) {
  tell("Controllo il file…", false);
  inLine(async () => {
    if (!stopped && (await save())) { // also makes the draft, where there is none yet
      const fields = new FormData();
      fields.set("file", file);
      await change(() => pages.attach, fields);
    } else {
      tell(NOT_KEPT, true);
    }
    chooser.value = "";
  });
}

function detach() {
  inLine(() => change(() => pages.detach, new FormData()));
  chooser.focus();
}

chooser.addEventListener("change", (event) => {
  event.stopPropagation();
  if (chooser.files[0]) {
    attach(chooser.files[0]);
  }
});
chooser.addEventListener("input", (event) => event.stopPropagation());
for (const name of ["dragover", "dragleave", "drop"]) {
  place.addEventListener(name, (event) => {
    event.preventDefault();
    place.classList.toggle("is-target", name === "dragover");
    if (name === "drop" && event.dataTransfer.files[0]) {
      attach(event.dataTransfer.files[0]);
    }
  });
}
place.querySelector(".attach-hint").hidden = false;
place.querySelector(".attach-remove").addEventListener("click", detach);
place.querySelector(".attach-tools").hidden = !place.querySelector(".attached").textContent.trim();
place.querySelector(".attach-clear")?.remove();
