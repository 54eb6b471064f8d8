/* A chosen moment says at once when the first and the last message would leave, as the button does without this. */

const form = document.getElementById("approve") ?? document.getElementById("content-main"); // this one moves it
const gate = document.getElementById("gate"); // what an electoral period has against the moment
const fields = ["at_0", "at_1"].map((name) => form.elements[name]).filter(Boolean);
let asked = 0;

const calculate = async () => {
  const isAt = (form.elements.when?.value ?? "at") === "at";
  if (isAt && fields.some((field) => !field.value && !field.validity.badInput)) return;
  const mine = (asked += 1);
  const answers = new FormData(form);
  answers.set("_calculate", "1");
  const response = await fetch(form.action, { method: "POST", body: answers });
  if (!response.ok || asked !== mine) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const meaning of isAt ? ["when-now", "when-planned", "when-at"] : ["when-now", "when-planned"]) {
    const fresh = page.getElementById(meaning);
    if (fresh) document.getElementById(meaning)?.replaceChildren(...fresh.childNodes);
  }
  gate?.replaceChildren(...(page.getElementById("gate")?.childNodes ?? []));
  document.querySelector("button[form=approve]")?.classList.toggle("main", !gate?.childElementCount);
};

for (const field of fields) {
  field.addEventListener("change", () => {
    if (form.elements.when) form.elements.when.value = "at";
    calculate();
  });
}
for (const choice of form.querySelectorAll("[type=radio][name=when]")) choice.addEventListener("change", calculate);
