// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// Names for the few controls of Django's admin that have none.
"use strict";

document.querySelector("#searchbar")?.setAttribute("aria-label", "Cerca");
