"""Passwords: how they are stored, which can be guessed although they are long, how old one is and those before it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from cascina_whatsapp.accounts.group_rules import ADMINISTRATORS
from cascina_whatsapp.accounts.models import UsedPassword
from cascina_whatsapp.security.encryption import seals

OWN_AT_LEAST = 10
"""Characters that are left of a password once what is easily guessed is taken out of it."""
REFUSAL = (
    "Questa password si indovina: senza ripetizioni, file della tastiera, parole del servizio, il tuo nome, e cifre "
    f"in fondo, ne restano meno di {OWN_AT_LEAST} caratteri. Scegli quattro parole che non c'entrano fra loro."
)
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
"""Rows of the alphabet and of the keyboard, which are typed forwards and backwards."""
WORDS = re.findall(
    r"\w+",
    """
    cascina comune whatsapp iscrizione iscriviti iscritti cancellazione cancella urp password passwd parola ordine
    accesso entra benvenuto ciao segreta segreto sindaco municipio ufficio stampa sportello servizio messaggio
    messaggi avviso avvisi notizie cittadino cittadini redattore redazione approvatore revisore autorizzatore
    amministratore admin sistema segretario utente account login welcome secret demo prova test toscana pisa italia
    navacchio
    """,
)
"""What somebody types first who knows which service this is."""
SHORTEST = 3
"""Letters of a row, or of a part of a name, that are recognised."""
REPEATED = 4
"""Letters that are a repetition where they were typed before."""
READ = 128
"""Characters of a password that are looked at: the rest could take somebody's whole processor."""
LOOKALIKES = str.maketrans("0134578@$!", "oieastbasi")


class NotGuessed:
    """A password validator, in Django's sense."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where too little is left of the password without what everybody would try."""
        if len(own_part(password, [*WORDS, *_names_of(user)])) < OWN_AT_LEAST:
            raise ValidationError(REFUSAL, code="password_guessed")

    def get_help_text(self) -> str:
        """Say in Italian what a page tells of this rule."""
        return (
            "Non contano le ripetizioni, le file della tastiera, le parole del servizio, il tuo nome, e le cifre in "
            f"fondo: senza, devono restare {OWN_AT_LEAST} caratteri."
        )


def own_part(password: str, words: Iterable[str]) -> str:
    """Return what is left of a password without `words`, rows, repetitions, and what only pads the rest."""
    text = _plain(password)[:READ]
    guessed = {place for start, end in _guessed(text, words) for place in range(start, end)}
    rest = "".join(" " if place in guessed else letter for place, letter in enumerate(text))
    return "".join(_without_padding(part) for part in rest.split())


def _without_padding(part: str) -> str:
    """Return a part without the digits and signs around it, where it is a word with nothing else in it."""
    word = re.sub(r"^[^a-z]+|[^a-z]+$", "", part)
    return word if not word or word.isalpha() else part


def _guessed(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where what is easily guessed begins and ends."""
    for written in {text, text.translate(LOOKALIKES)}:
        for word in words:
            yield from (found.span() for found in re.finditer(re.escape(word), written))
    for start in range(len(text)):
        row = max(_typed_on(text, start, row) for row in (*ROWS, *(row[::-1] for row in ROWS)))
        before = _typed_before(text, start)
        yield start, start + max(row if row >= SHORTEST else 0, before if before >= REPEATED else 0)


def _typed_on(text: str, start: int, row: str) -> int:
    """Count the letters from `start` that are neighbours on this row."""
    length = 0
    while text[start : start + length + 1] in row and start + length < len(text):
        length += 1
    return length


def _typed_before(text: str, start: int) -> int:
    """Count the letters from `start` that were typed just so from an earlier one."""
    length = 0
    while text.find(text[start : start + length + 1], 0, start + length) >= 0 and start + length < len(text):
        length += 1
    return length


def _names_of(user: User | None) -> list[str]:
    """List the parts of a person's name, user name and address, as they are compared."""
    if user is None:
        return []
    told = " ".join((user.first_name, user.last_name, user.username, user.email))
    return [part for part in re.split(r"[^a-z0-9]+", _plain(told)) if len(part) >= SHORTEST]


def _plain(text: str) -> str:
    """Write a text in small letters without accents."""
    marked = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


class OneLaneArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane, as OWASP's Password Storage Cheat Sheet has it at least.

    Django's own parameters (100 MiB, eight lanes) take seven times as much processor, and eight threads for each
    guess: 64 connections at the login kept the webhook waiting. Passwords kept with other parameters are hashed
    anew when their owner signs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    """KiB."""
    parallelism = 1


REMEMBERED = 5
"""Passwords of an account, the one in use among them, that can't be chosen again. The circular names no number."""


class NotUsedLately:
    """A password validator, in Django's sense."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for one of the passwords that are remembered."""
        if user is None or user.pk is None:
            return
        hashes = _used_by(user).values_list("hash", flat=True)[:REMEMBERED]
        if any(check_password(password, known) for known in {user.password, *hashes}):
            raise ValidationError(
                (
                    f"Questa password l'hai già usata: le ultime {REMEMBERED} non si possono scegliere di nuovo."
                ),
                code="password_used_before",
            )

    def get_help_text(self) -> str:
        """Say in Italian what a page tells of this rule."""
        return f"La password non può essere una delle ultime {REMEMBERED}."

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Seal and remember a chosen password, and forget those that may be chosen again."""
        if user is None:
            return
        seals.put(seals.Kind.PASSWORD, user)
        UsedPassword.objects.create(user=user, hash=user.password, chosen_at=timezone.now())
        forgotten = _used_by(user).values_list("pk", flat=True)[REMEMBERED:]
        UsedPassword.objects.filter(pk__in=list(forgotten)).delete()


def is_too_old(user: User, now: datetime) -> bool:
    """Tell whether an administrator's password is older than PASSWORD_DAYS. Others never are: it gains nothing."""
    if not (user.is_superuser or user.groups.filter(name=ADMINISTRATORS).exists()):
        return False
    chosen = _used_by(user).values_list("chosen_at", flat=True).first()
    return now - (chosen or user.date_joined) > timedelta(days=settings.PASSWORD_DAYS)


def _used_by(user: User) -> QuerySet[UsedPassword]:
    """Select the remembered passwords of an account, the newest first."""
    return UsedPassword.objects.filter(user=user).order_by("-chosen_at", "-pk")
