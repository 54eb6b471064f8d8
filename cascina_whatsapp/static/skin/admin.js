// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// An Italian name for the search field, which Django labels with an English picture; names of the columns beside
// the cells of a list, so that on a telephone each row can be a card. Without it a list is a table that scrolls.

document.querySelector("#searchbar")?.setAttribute("aria-label", "Cerca");

const list = document.querySelector("#result_list");
if (list) {
  const headings = [...list.querySelectorAll("thead th")].map((cell) => cell.querySelector(".text")?.textContent.trim());
  list.setAttribute("role", "table"); // a card is no table row for the style sheet, and stays one for a screen reader
  for (const row of list.rows) {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, place) => {
      const isHead = cell.closest("thead") !== null;
      cell.setAttribute("role", isHead ? "columnheader" : cell.tagName === "TH" ? "rowheader" : "cell");
      if (!isHead && cell.tagName === "TD" && headings[place]) cell.dataset.heading = headings[place];
    });
  }
  for (const part of [list.tHead, ...list.tBodies]) part?.setAttribute("role", "rowgroup");
  list.classList.add("as-cards");
}
