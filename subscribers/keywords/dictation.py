# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks that a telephone wrote out as it was dictated to, "punto esclamativo"; words cut short, "iscriz."."""

import re

ASKED = r"punto (?:interrogativo|di domanda)"
ENDED = r"punto (?:esclamativo|e a capo|e virgola)|due punti|puntini(?: di sospensione)?|a capo|virgola"
POINT = r"(?<!che )(?<!il )(?<!un )(?<!al )(?<!del )(?<!di )(?<!sul )(?<!questo )punto(?! [eè] )(?! d)"
"""Alone the word is a mark, unless it is one that somebody speaks of: "a che punto è la pratica"."""
MARK = re.compile(rf"\b(?:(?P<asked>{ASKED})|{ENDED}|{POINT})\b", re.IGNORECASE)
WRITTEN_OUT = ("punt", "virgola", "a capo")
SHORTENED = re.compile(r"\b(?:(?P<joining>iscriz|iscr(?=\. \w))|canc?ell?az)\.(?!\.)", re.IGNORECASE)
"""The mark tells a word that was shortened from one that somebody broke off: "iscr. grazie", no "iscr…"."""
TELEGRAM = re.compile(r"(?<=\w) STOP\b(?! STOP)")
"""The stop with which telegrams ended their sentences; "STOP STOP" and a first "STOP" are wishes."""


def with_marks(text: str) -> str:
    """The text with "," and "?" for new lines and marks that were written out, and the announced words in full."""
    text = text.replace("\n", ", ")
    small = text.lower()
    if text.isupper() and len(TELEGRAM.findall(text)) > 1:
        text = TELEGRAM.sub(",", text)
    if "iz." in small or "az." in small or "scr." in small:
        text = SHORTENED.sub(lambda word: "iscrizione, " if word["joining"] else "cancellazione, ", text)
    if not any(word in small for word in WRITTEN_OUT):
        return text
    return MARK.sub(lambda mark: "? " if mark["asked"] else ", ", text)
