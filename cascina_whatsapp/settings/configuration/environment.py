"""Typed readers of the environment, over django-environ.

They guess nothing, and raise nothing: what can't be meant becomes a Problem, and the default goes on, so that one
look finds all problems. Whoever starts a process asks for them first (`problems.refuse`).
"""

import os
from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

import environ

from . import addresses, env_file, values
from .problems import Fault, Kind, Problem, Rule

TRUE = {"true", "1", "yes", "on"}
FALSE = {"false", "0", "no", "off"}
NO_DATABASE = "django.db.backends.dummy"
"""Django's database that answers nothing: rather than another one than was meant."""
HIDDEN = Fault("c'è un carattere che non si vede", "Riscrivi il valore a mano", Kind.UNREADABLE)
MANY_DIGITS = 12
"""A number of so many digits is none that is meant; of thousands Python would not read it."""
TRIAL = "per una prova senza server: EMBEDDED_MODE=true"


class Environment:
    """The reader of names from the process's environment, after loading a `.env` file where there is one.

    Every reader takes `rule`, which judges what was given (never the default), or `needed`: what for production can't
    do without it, in Italian.
    """

    def __init__(self, file: Path) -> None:
        """`file` need not exist; what the process already has wins over it."""
        self.plain: dict[str, str] = {}
        """The settings that were read and are no secrets: each name with the words that hold."""
        self._env = environ.Env()
        text, self._found = env_file.content(file)
        self._found += env_file.problems(text)
        self._in_file = {
            line[1]: env_file.unquoted(line[2])
            for line in map(env_file.LINE.fullmatch, text.splitlines())
            if line and line[2]
        }
        self._known: set[str] = set()
        self._given = {name for name, value in os.environ.items() if value.strip()}
        self._secrets: list[tuple[str, str]] = []
        self._found += [
            Problem(
                name,
                "nell'ambiente del processo ha un altro valore che in .env, e vale quello",
                "Lascialo in un posto solo",
                Kind.TOLD,
            )
            for name, value in self._in_file.items()
            if os.environ.get(name, value).strip() != value
        ]
        # Only the lines that it understands: of others it would log the words, and some are secrets.
        self._env.read_env(StringIO("\n".join(filter(env_file.LINE.fullmatch, text.splitlines()))))

    def problems(self) -> list[Problem]:
        """List everything found so far, and names that nobody has read and that resemble those that were."""
        return [
            *self._found,
            *self._used_twice(),
            *env_file.misspelt(self._given, self._in_file, self._known),
        ]

    # ── One value ─────────────────────────────────────────────────────────────────────────────────────────
    def text(self, name: str, default: str = "", *, rule: Rule | None = None, needed: str = "") -> str:
        """The value of `name` without surrounding blanks, or `default` where it's missing or empty."""
        given = self._read(name)
        self._judge(name, [given] if given else [], rule)
        self._miss(name, needed if not given and not default else "")
        self.plain[name] = given or default
        return self.plain[name]

    def secret(self, name: str, *, rule: Rule | None = None, needed: str = "") -> str:
        """The value of `name`, or the content of the file that `NAME_FILE` points to; "" where nobody can read it."""
        given = self._secret(name)
        self._secrets += [(name, given)] if given else []
        self._judge(name, [given] if given else [], rule)
        self._miss(name, needed if not given else "", secret=True)
        return given if self._is_readable(name) else ""

    def flag(self, name: str, *, default: bool) -> bool:
        """Read a flag; true/false, 1/0, yes/no and on/off are understood."""
        word = self.text(name, str(default)).lower()
        if word in TRUE | FALSE:
            return word in TRUE
        self._unreadable(name, "non è né true né false", "Scrivi true oppure false")
        return default

    def whole(self, name: str, *, default: int, least: int = 0, most: int) -> int:
        """A whole number of at least `least` and at most `most`."""
        word = self.text(name, str(default))
        if word.isascii() and word.isdecimal() and len(word) < MANY_DIGITS and least <= int(word) <= most:
            return int(word)
        wrong = f"non è un numero intero da {least} a {most}"
        self._unreadable(name, wrong, f"Scrivi un numero, per esempio {default}")
        return default

    def day(self, name: str) -> date | None:
        """A day such as 2027-12-31; None where unset."""
        word = self.text(name)
        try:
            return date.fromisoformat(word) if word else None
        except ValueError:
            self._unreadable(name, "non è un giorno", "Scrivi anno, mese e giorno: per esempio 2027-12-31")
            return None

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of `choices`, the first unless told."""
        word = self.text(name, choices[0])
        if word in choices:
            return word
        close = get_close_matches(word.lower(), choices, n=1)
        hint = f". Forse {close[0]}?" if close else ""
        self._unreadable(name, "non è una delle scelte", f"Scrivi {' oppure '.join(choices)}{hint}")
        return choices[0]

    # ── Several values, separated by commas ───────────────────────────────────────────────────────────────
    def words(self, name: str, default: str = "", *, rule: Rule | None = None, needed: str = "") -> list[str]:
        """Comma-separated values, without blanks and empty ones."""
        found = _split(self.text(name, default, needed=needed))
        self._judge(name, found if self._read(name) else [], rule)
        return found

    def secrets(self, name: str, *, rule: Rule | None = None, needed: str = "") -> list[str]:
        """Comma-separated secrets: two while one is being rotated."""
        found = _split(self._secret(name))
        self._secrets += [(name, secret) for secret in found]
        self._judge(name, found, rule)
        self._miss(name, "" if found else needed, secret=True)
        return found

    # ── Servers ───────────────────────────────────────────────────────────────────────────────────────────
    def email(self, name: str) -> dict[str, Any]:
        """Django's mail settings for the URL in `name` (smtp+tls://user:password@host:587); nowhere where unset."""
        url = self.secret(name, rule=addresses.mail_server)
        return dict(self._env.email_url_config(url or "dummymail://"))

    def database(self, name: str, *, fallback: Path | None) -> dict[str, Any]:
        """Django's description of the database at the URL in `name`; SQLite at `fallback` where unset.

        Without a `fallback` production needs a server: then, and where nobody can read the URL, no database at all.
        """
        rule = addresses.database if fallback else addresses.database_server
        url = self.secret(name, rule=rule, needed="" if fallback else f"dice dove sono i dati ({TRIAL})")
        if not self._is_readable(name) or not (url or fallback):
            return {"ENGINE": NO_DATABASE}
        return dict(self._env.db_url_config(url or f"sqlite:///{fallback}"))

    # ── Judging ───────────────────────────────────────────────────────────────────────────────────────────
    def insist(
        self, condition: bool, name: str, wrong: str, remedy: str, *others: str, kind: Kind = Kind.UNSAFE
    ) -> None:
        """A rule over several settings: where `condition` doesn't hold, production is refused because of `name`.

        Nothing is said where one of them, `name` or `others`, is wrong by itself.
        """
        if not condition and not {problem.name for problem in self._found} & {name, *others}:
            self._found.append(Problem(name, wrong, remedy, kind))

    def _used_twice(self) -> Iterator[Problem]:
        """Yield a problem for each secret that is another one, too: who learns of one has both."""
        first: dict[str, str] = {}
        for name, secret in self._secrets:
            if other := first.get(secret):
                wrong = "lo stesso segreto c'è due volte" if other == name else f"è uguale a {other}"
                yield Problem(name, wrong, f"Ognuno serve a una cosa sola. {values.RANDOM}", Kind.UNSAFE)
            first.setdefault(secret, name)

    def _judge(self, name: str, values: Collection[str], rule: Rule | None) -> None:
        """Note a problem for each value's fault, naming the value by its place, not by its words."""
        for place, value in enumerate(values, start=1):
            fault = HIDDEN if not value.isprintable() else rule and addresses.judged(rule, value)
            if fault:
                which = f"il valore {place} di {len(values)}: " if len(values) > 1 else ""
                self._add(Problem(name, which + fault.wrong, fault.remedy, fault.kind))

    def _miss(self, name: str, needed: str, *, secret: bool = False) -> None:
        if needed and self._is_readable(f"{name}_FILE"):
            where = (
                f"Scrivila in .env, oppure in un file indicato da {name}_FILE"
                if secret
                else "Scrivila in .env"
            )
            self._add(Problem(name, f"manca; {needed}", where, Kind.MISSING))

    def _unreadable(self, name: str, wrong: str, remedy: str) -> None:
        self._add(Problem(name, wrong, remedy, Kind.UNREADABLE))

    def _add(self, problem: Problem) -> None:
        if self._is_readable(problem.name):  # else it was explained already, by its line in `.env` for one
            self._found.append(problem)

    def _is_readable(self, name: str) -> bool:
        return (name, Kind.UNREADABLE) not in {(problem.name, problem.kind) for problem in self._found}

    # ── Reading ───────────────────────────────────────────────────────────────────────────────────────────
    def _read(self, name: str) -> str:
        # Not by django-environ, which takes a value that begins with "$" for another variable's name.
        self._known.add(name)
        return os.environ.get(name, "").strip()

    def _secret(self, name: str) -> str:
        """Read a secret from the file that `NAME_FILE` points to, or else from `NAME`."""
        path = self._read(f"{name}_FILE")
        if not path:
            return self._read(name)
        self._known.add(name)
        try:
            found = Path(path).read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):  # whose own words would show the content
            found = ""
        if not found:
            remedy = "Indica un file di testo che l'utente del servizio può leggere"
            self._unreadable(f"{name}_FILE", "il file non c'è, è vuoto o non si può leggere", remedy)
        return found


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
