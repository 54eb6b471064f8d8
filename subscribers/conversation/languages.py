# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language in which somebody is answered: the one that they chose, else the one of what they just wrote."""

from dataclasses import replace

from subscribers import consent

from .context import Context


def choose_language(context: Context) -> None:
    """They wrote "English", "Italiano". Kept of who is subscribed; a stranger is answered in it this once."""
    language = context.batch.languages.language_of(context.message.text)
    is_kept = consent.prefer_language(context.message.sender, language)
    said = replace(context, proof=replace(context.proof, language=language))
    said.answer("language_chosen" if is_kept else "language_once")
