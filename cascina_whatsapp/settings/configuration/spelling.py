"""Names that nobody reads because one letter is wrong."""

from collections.abc import Iterable
from difflib import get_close_matches

from .problems import Kind, Problem

OURS = ("WHATSAPP_", "DJANGO_", "CONSENT_", "OIDC_")
"""The beginnings of our names: of the process's environment nothing else is looked at, of `.env` everything."""
ELSEWHERE = {
    # Django and its test runner
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_COLORS",
    "DJANGO_AUTO_COMPLETE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_RUNSERVER_HIDE_WARNING",
    "DJANGO_WATCHMAN_TIMEOUT",
    "DJANGO_TEST_PROCESSES",
}
"""Names that others read from the same environment."""
DJANGOS = ("DJANGO_SUPERUSER_", "DJANGO_LOCAL_")
SIMILAR = 0.8
"""The likeness by difflib: one or two letters of an ordinary name."""


def misspelt(given: Iterable[str], in_file: Iterable[str], known: set[str]) -> list[Problem]:
    """A problem for each name that nobody reads and that resembles one of `known`.

    `given`: names of the process's environment; `in_file`: those of `.env`; both without the empty ones.
    """
    candidates = {name for name in given if name.startswith(OURS)} | set(in_file)
    strange = sorted(name for name in candidates - known - ELSEWHERE if not name.startswith(DJANGOS))
    meant = {name: get_close_matches(name.upper(), known, n=1, cutoff=SIMILAR) for name in strange}
    return [
        Problem(name, "nessuna impostazione si chiama così", f"Forse {close[0]}?", Kind.MISSING)
        for name, close in meant.items()
        if close
    ]
