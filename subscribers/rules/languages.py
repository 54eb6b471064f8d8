# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""In which language to answer: Italian, unless the words just written are another's (docs/decisions/0015).

A translation is a text of its own, "optin_confirm.en", with its own versions and hashes: the register names what
was really shown. Nobody's language is kept.
"""

from subscribers.keywords.folding import fold

from .buttons import BUTTONS

ITALIAN, ENGLISH = "", "en"
LANGUAGES = {ENGLISH: "inglese"}
"""Languages that a text may be translated into, by the word for it in Italian."""

SAID_IN = {
    ENGLISH: frozenset(
        ["subscribe", "unsubscribe", "subscription", "please", "remove", "delete", "messages", "sending"]
    ),
}
"""Words of joining and leaving that no Italian uses; "stop" is Italian, too."""


def language_of(text: str) -> str:
    """The language of what somebody wrote, or of the button that they tapped. Never raises."""
    said = set(fold(text).split())
    for language, words in SAID_IN.items():
        if not words.isdisjoint(said) or _is_a_title(text, language):
            return language
    return ITALIAN


def _is_a_title(text: str, language: str) -> bool:
    """Whether this stands on a button of ours under a text in that language."""
    return any(button.translations.get(language) == text for button in BUTTONS)


def key_in(key: str, language: str) -> str:
    """The key of a text's translation; in Italian the key itself."""
    return f"{key}.{language}" if language else key


def keys_in(key: str, language: str) -> set[str]:
    """The keys of the texts that may answer somebody who wrote in that language."""
    return {key, key_in(key, language)}


def parts_of(key: str) -> tuple[str, str]:
    """The key of the Italian text, and the language."""
    key, _, language = key.partition(".")
    return key, language
