"""The owner of these pages: the number, the office, its hours and sites, and the source of what is running."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from broadcasts.models import OfficeHours
from broadcasts.reporting import daily_limit
from cascina_whatsapp.presentation.version import COMMIT, VERSION
from cascina_whatsapp.whatsapp.chat_link import chat_link

JOIN, LEAVE = "Iscrizione", "Cancellazione"
"""The announced words."""


@dataclass(frozen=True)
class Number:
    """The number of the service, as people read and call it; empty before WhatsApp has told it."""

    shown: str

    @property
    def digits(self) -> str:
        """The digits of the number alone, as an address takes it."""
        return "".join(sign for sign in self.shown if sign.isdigit())

    def link(self, word: str) -> str:
        """Return the link that opens WhatsApp with `word` written; "" without number."""
        return chat_link(self.shown, word)

    @property
    def prefix(self) -> str:
        """The prefix of the country: "+39"."""
        first, _, rest = self.shown.partition(" ")
        return first if rest and first.startswith("+") else ""

    @property
    def local(self) -> str:
        """The number without its prefix."""
        return self.shown.removeprefix(self.prefix).strip()

    @property
    def join(self) -> str:
        """The link that opens WhatsApp to join."""
        return self.link(JOIN)

    @property
    def leave(self) -> str:
        """The link that opens WhatsApp to leave."""
        return self.link(LEAVE)


def number() -> Number:
    """Read our number. One query."""
    return Number(daily_limit.number_status().display_number)


def owner() -> dict[str, Any]:
    """Return the owner of the pages, from the settings alone."""
    told = settings.TEXT_VARIABLES
    phone = told["numero_verde"]
    return {
        "office": settings.OFFICE_NAME,
        "phone": phone,
        "phone_link": "tel:" + "".join(phone.split()),
        "site": told["sito"],
        "urp": told["urp_contatti"],
        "version": VERSION,
        "source": settings.SOURCE_URL.replace("{commit}", COMMIT),
        "takes_reports": bool(settings.SECURITY_CONTACTS),
    }


def hours_in_words() -> list[str]:
    """Write the office hours, days of the same hours together: "lunedì, mercoledì: dalle 9:00 alle 13:00".

    Of changed ones the new: a page that is kept does not see the opening come by which they count.
    """
    of_days: dict[str, list[str]] = {}
    for row in OfficeHours.objects.filter(in_force_until=None):
        interval = f"dalle {row.opens:%-H:%M} alle {row.closes:%-H:%M}"
        of_days.setdefault(row.get_weekday_display(), []).append(interval)
    days_of: dict[str, list[str]] = {}
    for day, intervals in of_days.items():
        days_of.setdefault(" e ".join(intervals), []).append(day)
    return [f"{', '.join(days)}: {hours}" for hours, days in days_of.items()]
