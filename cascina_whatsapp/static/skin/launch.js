/* SPDX-FileCopyrightText: 2026 Comune di Cascina
   SPDX-License-Identifier: AGPL-3.0-or-later

   Choosing a moment says at once when the first and the last message would leave, as the button does without this. */

const outlook = document.getElementById("when-at");
const form = outlook.closest("form");
const fields = ["at_0", "at_1"].map((name) => form.elements[name]);
const words = () => fields.map((field) => field.value).join(" ");
let asked = words();

const calculate = async () => {
  const typed = words();
  if (fields.some((field) => !field.value) || typed === asked) return;
  asked = typed;
  form.elements.when.value = "at";
  const answers = new FormData(form);
  answers.set("_calculate", "1");
  const response = await fetch(location.pathname, { method: "POST", body: answers });
  if (!response.ok || asked !== typed) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("when-at");
  if (fresh) outlook.replaceChildren(...fresh.childNodes);
};

/* Django's calendar and clock write into the fields without an event: look again when the focus moves on. */
for (const happening of ["change", "focusin", "click"]) form.addEventListener(happening, () => setTimeout(calculate));
