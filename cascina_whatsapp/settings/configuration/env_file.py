"""The lines of `.env`: which are read, and which only look as if they were; names that nobody reads.

A line is read as django-environ reads it: no blank before the name or before "=", and whatever follows is the value.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from .problems import Kind, Problem

LINE = re.compile(r"(?:export )?([A-Za-z_0-9]+)=(.*)")
QUOTED = re.compile(r"""\s*(?:'[^']*'|"(?:[^"\\]|\\.)*")\s*""")
COMMENT = re.compile(r"(?:^|\s)#")
MEANT = re.compile(r"[\s\ufeff]*(?:export\s+)?([A-Za-z_0-9]+)\s*=")
"""The name that somebody meant by a line that is not read."""
BOM = "\ufeff"
"""The sign that some editors write before a text; nobody sees it."""


def content(file: Path) -> tuple[str, list[Problem]]:
    """Return the text of a file, "" where there is none; and why it can't be read, where it can't."""
    try:
        return file.read_text(encoding="utf-8"), []
    except FileNotFoundError:
        return "", []
    except (OSError, UnicodeDecodeError):
        remedy = "Dallo all'utente del servizio (chown, chmod 600), come testo UTF-8"
        return "", [Problem(".env", "c'è, ma questo processo non riesce a leggerlo", remedy, Kind.UNREADABLE)]


def unquoted(value: str) -> str:
    """Take the quotes away from a value that stands in them."""
    value = value.strip()
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if QUOTED.fullmatch(value) else value


def problems(text: str) -> Iterator[Problem]:
    """Yield lines that are not read, comments that become part of a value, names that stand there twice."""
    first: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if read := LINE.fullmatch(line):
            name, value = read.groups()
            if COMMENT.search(value) and not QUOTED.fullmatch(value):
                wrong = f"alla riga {number} di .env il commento dopo il valore ne diventa parte"
                yield Problem(
                    name,
                    wrong,
                    (
                        "Mettilo su una riga sua; se invece # fa parte del valore, chiudi il "
                        "valore fra apici '…'"
                    ),
                    Kind.UNREADABLE,
                )
            if first.setdefault(name, number) != number:
                wrong = f"in .env c'è due volte, alle righe {first[name]} e {number}"
                yield Problem(name, wrong, "Lascia una riga sola", Kind.MISSING)
        elif line.strip() and not line.startswith("#"):
            yield _not_read(number, line)


def _not_read(number: int, line: str) -> Problem:
    meant = MEANT.match(line)
    if line.startswith(BOM):
        wrong, remedy = (
            "comincia con un segno che non si vede (BOM)",
            "Salva il file come UTF-8 senza BOM",
        )
    elif meant:
        wrong, remedy = "ha uno spazio prima del nome o di «=»", f"Scrivi {meant[1]}=valore"
    else:
        wrong, remedy = "non è NOME=valore", "Toglila; un commento comincia con #"
    return Problem(
        meant[1] if meant else ".env",
        f"la riga {number} di .env {wrong}, e viene ignorata",
        remedy,
        Kind.UNREADABLE if meant else Kind.MISSING,
    )


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
