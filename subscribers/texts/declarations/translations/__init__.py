"""The languages that are spoken in Cascina: drafts, none of them in force before two people say so.

A file per language, read once. Whoever proposes them lets somebody read them who grew up with the language.
"""

import tomllib
from pathlib import Path
from typing import Any

from subscribers.rules.languages import DEFINITION, Language, key_in, written


def _language(words: dict[str, Any]) -> Language:
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in words.items()
    }
    return Language(in_use=True, **said)


FILES = [
    tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("*.toml"))
]
LANGUAGES = {file["language"]["code"]: _language(file["language"]) for file in FILES}
DRAFTS: dict[str, str] = {
    key_in(key, code): body.strip()
    for (code, language), file in zip(LANGUAGES.items(), FILES, strict=True)
    for key, body in {DEFINITION: written(language), **file["texts"]}.items()
}
"""Key of a text → its words in that language."""
SO_FAR = [
    _language({name: file["language"][name] for name in ("code", "name", "titles")} | file["in_force"])
    for file in FILES
    if "in_force" in file
]
"""What is heard of a language from the beginning."""
IN_FORCE = {key_in(DEFINITION, language.code): written(language) for language in SO_FAR}
"""Key → version 1, which `migrate` writes like that of the Italian texts."""
