"""The electoral periods of the tests' stories: dates of Cascina, in the law's words. Moments in Rome's time."""

from datetime import date, datetime

from django.contrib.auth.models import User

from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import ROME
from tests.builders import hire
from tests.people import GIULIA
from tests.staff import SILVIA, SIMONA

State, Kind = ElectoralPeriod.State, ElectoralPeriod.Kind


def rome(*parts: int) -> datetime:
    """A moment on Cascina's clocks."""
    return datetime(*parts, tzinfo=ROME)


POLLS_CALLED = rome(2026, 4, 9)
POLLS_CLOSE = rome(2026, 5, 25, 15)
RUN_OFF_OPENS = rome(2026, 6, 7, 7)
RUN_OFF_CLOSES = rome(2026, 6, 8, 15)
MUNICIPAL = {
    "name": "Elezioni comunali 2026",
    "kind": Kind.MUNICIPAL,
    "starts_at": POLLS_CALLED,
    "ends_at": POLLS_CLOSE,
    "run_off": "unknown",
    "run_off_starts_at": RUN_OFF_OPENS,
    "run_off_ends_at": RUN_OFF_CLOSES,
}
"""24 and 25 May, run-off 7 and 8 June 2026."""
REFERENDUM = {
    "name": "Referendum costituzionale 2026",
    "kind": Kind.NATIONAL_REFERENDUM,
    "starts_at": rome(2026, 1, 21),
    "ends_at": rome(2026, 3, 23, 15),
    "run_off": "no",
}
REGIONAL = {
    "name": "Elezioni regionali 2025",
    "kind": Kind.REGIONAL,
    "starts_at": rome(2025, 8, 28),
    "ends_at": rome(2025, 10, 13, 15),
    "run_off": "no",
}
ACT = {
    "act_kind": "decreto del Prefetto",
    "act_number": "12",
    "act_date": date(2026, 4, 8),
    "act_link": "https://prefettura.example/decreto-12.pdf",
}
DECIDED = rome(2025, 8, 1, 9)


def draft(by: User | None = None, **fields) -> ElectoralPeriod:
    """A period that Giulia has written, the comunali unless told otherwise; nobody has saved it."""
    writer = by or hire(GIULIA)
    known = {"made_by": writer, "made_at": DECIDED, "changed_by": writer, "changed_at": DECIDED}
    return ElectoralPeriod(**MUNICIPAL | ACT | known | fields)


def written(**fields) -> ElectoralPeriod:
    """The same, saved."""
    period = draft(**fields)
    period.save()
    return period


def active(**fields) -> ElectoralPeriod:
    """The same, which Silvia has activated."""
    activated = {"state": State.ACTIVE, "activated_by": hire(SILVIA), "activated_at": DECIDED}
    return written(**activated | fields)


def authorisers() -> tuple[User, User]:
    """The Segretario generale, and the manager who stands in for her."""
    return hire(SILVIA), hire(SIMONA)
