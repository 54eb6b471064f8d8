"""The check whether a text can be used: what is wrong with it, in sentences, and how it looks filled in."""

import re

from django.conf import settings

from cascina_whatsapp.whatsapp.cloud_api.limits import characters
from subscribers.rules.languages import parts_of

from . import language_checks
from .catalogue import CATALOGUE
from .declared import VARIABLES, WHY
from .languages import is_definition

VARIABLE = re.compile(r"\{(\w+)\}")
EMPTY = "Il testo è vuoto."
LOOSE_BRACE = (
    "C'è una parentesi graffa di troppo, o ne manca una: le variabili si scrivono così: {sito}. "
    "Per altro le graffe non si usano."
)


def known_variables(key: str) -> dict[str, str]:
    """Map each variable that the text `key` may mention to its sample for a preview."""
    own = {name: VARIABLES[name].sample for name in CATALOGUE[key].variables}
    return {**settings.TEXT_VARIABLES, **own}


def filled(key: str, body: str) -> str:
    """`body` as a citizen might read it; a variable that nobody knows stays as it was written."""
    values = known_variables(key)
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), body.strip())


def check(key: str, body: str) -> list[str]:
    """List what is wrong with `body` as the text `key`; [] if it can be used."""
    if not body.strip():
        return [EMPTY]
    if is_definition(key):
        return language_checks.wrong_in(parts_of(key)[1], body)
    return [*_unknown(key, body), *_loose_braces(body), *_missing(key, body), *_too_long(key, body)]


def _unknown(key: str, body: str) -> list[str]:
    known = known_variables(key)
    names = dict.fromkeys(name for name in VARIABLE.findall(body) if name not in known)
    usable = ", ".join(f"{{{name}}}" for name in known)
    return [f"{{{name}}} qui non si può usare. Puoi usare: {usable}." for name in names]


def _loose_braces(body: str) -> list[str]:
    return [LOOSE_BRACE] if re.search(r"[{}]", VARIABLE.sub("", body)) else []


def _missing(key: str, body: str) -> list[str]:
    """A word counts as one to send if it begins with a capital: "la tua iscrizione" tells nobody what to write."""
    absent = [must for must in CATALOGUE[key].must if must not in body and must.upper() not in body]
    quoted = {must: must if must.startswith("{") else f"«{must}»" for must in absent}
    return [f"Manca {words}: {WHY[must]}." for must, words in quoted.items()]


def _too_long(key: str, body: str) -> list[str]:
    length, limit = characters(filled(key, body)), CATALOGUE[key].limit
    if length <= limit:
        return []
    return [
        f"Il testo è troppo lungo: con le variabili riempite ha {length} caratteri, il massimo è {limit}."
    ]
