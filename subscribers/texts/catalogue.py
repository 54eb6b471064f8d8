# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every declared text by its key, and every automatic answer again for each language it may be translated into."""

from dataclasses import replace

from subscribers.rules.languages import LANGUAGES, key_in

from .declarations import TEXTS
from .declared import AutomaticText, DeclaredText, Place

ITALIAN: dict[str, DeclaredText] = {text.key: text for text in TEXTS}
"""The Italian ones, which are always there."""
AUTOMATIC: dict[str, AutomaticText] = {text.key: text for text in TEXTS if isinstance(text, AutomaticText)}
"""The Italian ones that answer a citizen by themselves."""


def _translation(text: AutomaticText, language: str) -> AutomaticText:
    name = LANGUAGES[language]
    return replace(
        text,
        key=key_in(text.key, language),
        label=f"{text.label}, in {name}",
        use=f"{text.use} Solo se scrive in {name}: senza questo testo si risponde in italiano.",
        wording="",
        place=Place.TRANSLATION,
    )


TRANSLATIONS = [_translation(text, language) for language in LANGUAGES for text in AUTOMATIC.values()]
CATALOGUE: dict[str, DeclaredText] = ITALIAN | {text.key: text for text in TRANSLATIONS}
"""Key → what is declared of it, in the order in which staff see them."""
