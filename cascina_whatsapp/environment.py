# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Typed readers of the environment, over django-environ.

They refuse what they don't understand: `DJANGO_DEBUG=yes please` is an error, not False.
"""

import os
from datetime import date
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = {"true", "1", "yes", "on"}
FALSE = {"false", "0", "no", "off"}


class Environment:
    """Reads names from the process's environment, after loading a `.env` file where there is one."""

    def __init__(self, env_file: Path) -> None:
        """`env_file` need not exist; what the process already has wins over it."""
        self.plain: dict[str, str] = {}
        """What was read that is no secret: each name with the words that hold."""
        self._env = environ.Env()
        if env_file.is_file():
            self._env.read_env(env_file)

    def text(self, name: str, default: str = "") -> str:
        """The value of `name` without surrounding blanks, or `default` where it's missing or empty."""
        self.plain[name] = self._read(name) or default
        return self.plain[name]

    def _read(self, name: str) -> str:
        # Not by django-environ, which takes a value that begins with "$" for another variable's name.
        return os.environ.get(name, "").strip()

    def secret(self, name: str) -> str:
        """The value of `name`, or the content of the file that `NAME_FILE` points to, or "".

        Raises ImproperlyConfigured when the file can't be read.
        """
        path = self._read(f"{name}_FILE")
        if not path:
            return self._read(name)
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise ImproperlyConfigured(f"{name}_FILE can't be read: {problem.strerror}") from problem
        except UnicodeDecodeError:  # whose own words would show the content
            raise ImproperlyConfigured(f"{name}_FILE can't be read: it is no text") from None

    def flag(self, name: str, *, default: bool) -> bool:
        """True or False. Raises ImproperlyConfigured for anything but true/false, 1/0, yes/no, on/off."""
        word = self.text(name, str(default)).lower()
        if word not in TRUE | FALSE:
            raise ImproperlyConfigured(f"{name} must be true or false")
        return word in TRUE

    def whole(self, name: str, *, default: int, least: int = 0, most: int | None = None) -> int:
        """A whole number of at least `least` and at most `most`. Raises ImproperlyConfigured otherwise."""
        word = self.text(name, str(default))
        if not word.isdecimal() or int(word) < least:
            raise ImproperlyConfigured(f"{name} must be a whole number, {least} or more")
        if most is not None and int(word) > most:
            raise ImproperlyConfigured(f"{name} must be a whole number, {most} at most")
        return int(word)

    def day(self, name: str) -> date | None:
        """A day such as 2027-12-31; None where unset. Raises ImproperlyConfigured for anything else."""
        word = self.text(name)
        try:
            return date.fromisoformat(word) if word else None
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a day such as 2027-12-31") from None

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of `choices`, the first unless told. Raises ImproperlyConfigured for anything else."""
        word = self.text(name, choices[0])
        if word not in choices:
            raise ImproperlyConfigured(f"{name} must be one of: {', '.join(choices)}")
        return word

    def email(self, name: str) -> dict[str, Any]:
        """Django's mail settings for the URL in `name` (smtp+tls://user:password@host:587); nowhere where unset."""
        found: dict[str, Any] = self._env.email_url_config(self.secret(name) or "dummymail://")
        return found

    def words(self, name: str, default: str = "") -> list[str]:
        """Comma-separated values, without blanks and empty ones."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def secrets(self, name: str) -> list[str]:
        """Comma-separated secrets: two while one is being rotated."""
        return [word.strip() for word in self.secret(name).split(",") if word.strip()]

    def database(self, name: str, *, fallback: Path) -> dict[str, Any]:
        """Django's description of the database at the URL in `name`; SQLite at `fallback` where unset."""
        found: dict[str, Any] = self._env.db_url_config(self.secret(name) or f"sqlite:///{fallback}")
        return found
