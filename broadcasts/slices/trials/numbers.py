"""Staff's own numbers: added on a page, proven by a code that is written from the telephone to our number.

The message proves that the telephone is there, and opens Meta's window. A code counts only from the very number that
it was made for, so a stranger's message is what any message is, whatever it says.
"""

import logging
import re
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, Q, QuerySet, When

from broadcasts.content import message
from broadcasts.reporting import daily_limit
from cascina_whatsapp.whatsapp.chat_link import chat_link
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import Subscriber

from .models import TrialNumber

log = logging.getLogger(__name__)
CODE_VALIDITY = timedelta(minutes=15)
CODE_INTERVAL = timedelta(minutes=1)
"""A new code at most so often."""
MAX_WRONG_CODES = 5
"""Wrong codes from the number after which the code counts no more."""
MAX_NUMBERS = 5
"""The numbers that one person may have."""
WRITTEN = re.compile(r"\s*prova[\s:-]*(\d{3})\s?(\d{3})\s*\.?\s*", re.IGNORECASE)
"""The spelling of a code: its word makes it impossible to mistake for anything that a citizen means."""


class TooMany(Exception):
    """The error of a code asked for too soon, or of one number too many. The message is for the clerk."""


@transaction.atomic
def add(phone: str, *, is_shared: bool = False, by: User, now: datetime) -> TrialNumber:
    """A number of `by` (E.164), with its first code; whether colleagues may use it. Raises TooMany."""
    if TrialNumber.objects.filter(user=by).count() >= MAX_NUMBERS:
        raise TooMany(f"Hai già {MAX_NUMBERS} numeri di prova: togline uno che non usi.")
    name = identity.pseudonym_of(Person(phone=phone))
    number = TrialNumber.objects.create(
        user=by, phone=phone, pseudonym=name, is_shared=is_shared, code=_new_code(), code_asked_at=now
    )
    log.info("trial number %s added by user %s", number.pk, by.pk)
    return number


@transaction.atomic
def ask_code(number: TrialNumber, *, now: datetime) -> None:
    """A new code in place of the old one. Raises TooMany."""
    waiting = TrialNumber.objects.filter(pk=number.pk, code_asked_at__lte=now - CODE_INTERVAL)
    if not waiting.update(code=_new_code(), code_asked_at=now, wrong_codes=0):
        raise TooMany("Aspetta un minuto prima di chiedere un altro codice.")
    number.refresh_from_db()


def share(number: TrialNumber, is_shared: bool) -> None:
    """Let colleagues send trials to a number, or no more, as its owner says."""
    TrialNumber.objects.filter(pk=number.pk).update(is_shared=is_shared)
    number.is_shared = is_shared
    log.info("trial number %s: shared is %s", number.pk, is_shared)


def valid_code(number: TrialNumber, now: datetime) -> str:
    """Return the message with a number's code, as the page shows it; "" when there is no code that counts."""
    if not number.code or now >= number.code_asked_at + CODE_VALIDITY:
        return ""
    return f"PROVA {number.code[:3]} {number.code[3:]}"


def confirm(person: Person, words: str, at: datetime) -> bool:
    """Tell whether this message, written `at`, proves a number; a code is used once. Others cost no query."""
    written = WRITTEN.fullmatch(words)
    if written is None or not person.phone:
        return False
    waiting = TrialNumber.objects.select_for_update().filter(
        pseudonym__in=_names(person.phone), user__is_active=True, code_asked_at__gt=at - CODE_VALIDITY
    )
    with transaction.atomic():
        return any([_is_proven(one, "".join(written.groups()), at) for one in waiting.exclude(code="")])


def _is_proven(number: TrialNumber, code: str, at: datetime) -> bool:
    """Check a code, and record a right or a wrong one; the number's row is locked by the caller."""
    right = secrets.compare_digest(code, number.code)
    if right:
        number.code, number.wrong_codes = "", 0
        number.verified_at, number.wrote_at = number.verified_at or at, at
    else:
        number.wrong_codes += 1
        number.code = number.code if number.wrong_codes < MAX_WRONG_CODES else ""
    number.save(update_fields=["code", "wrong_codes", "verified_at", "wrote_at"])
    return right


def is_in_window(number: TrialNumber, now: datetime) -> bool:
    """Tell whether a free-form message may go to a number: it wrote a code, or as a subscriber anything, lately."""
    since = now - message.FREE_FORM_WINDOW
    theirs = Subscriber.objects.subscribed().filter(phone_pseudonym__in=_names(number.phone))
    return bool(number.wrote_at and number.wrote_at > since) or (
        theirs.filter(last_message_at__gt=since).exists()
    )


def has(user: User, phone: str) -> bool:
    """Tell whether this person has added that number (E.164) already."""
    return TrialNumber.objects.filter(user=user, pseudonym__in=_names(phone)).exists()


def _names(phone: str) -> list[str]:
    return identity.candidates(Person(phone=phone))["phone_pseudonym"]


def usable_by(user: User) -> QuerySet[TrialNumber]:
    """The numbers on which this person can try a broadcast: their own, then those of colleagues who agreed."""
    found = TrialNumber.objects.filter(Q(user=user) | Q(is_shared=True), user__is_active=True)
    is_mine = Case(When(user=user, then=0), default=1)
    return found.exclude(verified_at=None).select_related("user").order_by(is_mine, "user__username", "pk")


def unused(before: datetime) -> QuerySet[TrialNumber]:
    """Select numbers of who works here no more, never proven, or not tried on since that moment."""
    untried = Q(used_at__lt=before) | Q(used_at=None, verified_at__lt=before)
    return TrialNumber.objects.filter(
        Q(user__is_active=False) | untried | Q(verified_at=None, code_asked_at__lt=before)
    )


def _new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


def way_for(code: str, phone: str) -> tuple[str, str]:
    """Tell how `code` reaches our number from the telephone `phone` (E.164). One query.

    Our number, as people write it, "" while Meta has not told it; and the link that opens WhatsApp with the code
    written, "" without a number or a code.
    """
    number = daily_limit.number_status().display_number
    return number, chat_link(number, code, phone=phone) if code else ""
