// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// While a clerk types: as soon as the text has several paragraphs, says that it needs a template of its own.

const hint = document.querySelector("[data-custom-template-hint]");
const text = document.getElementById("id_body");

function showHint() {
  hint.hidden = !/[\r\n]/.test(text.value.trim());
}

if (hint && text) {
  text.addEventListener("input", showHint);
  showHint();
}
