/* SPDX-FileCopyrightText: 2026 Comune di Cascina
   SPDX-License-Identifier: AGPL-3.0-or-later

   A chosen moment says at once when the first and the last message would leave, as the button does without this. */

const form = document.getElementById("approve");
const meaning = document.getElementById("when-at");
const fields = ["at_0", "at_1"].map((name) => form.elements[name]);
let asked = 0;

const calculate = async () => {
  if (fields.some((field) => !field.value && !field.validity.badInput)) return;
  const mine = (asked += 1);
  form.elements.when.value = "at";
  const answers = new FormData(form);
  answers.set("_calculate", "1");
  const response = await fetch(location.pathname, { method: "POST", body: answers });
  if (!response.ok || asked !== mine) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("when-at");
  if (fresh) meaning.replaceChildren(...fresh.childNodes);
};

for (const field of fields) field.addEventListener("change", calculate);
