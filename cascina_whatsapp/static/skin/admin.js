// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// An Italian name for the search field, which Django labels with an English picture.
"use strict";

document.querySelector("#searchbar")?.setAttribute("aria-label", "Cerca");
