"""One writes a period, another activates it, a third may annul it: nobody does two of these; nothing is erased."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from broadcasts.slices.elections import periods
from broadcasts.slices.elections.periods import CannotDecide
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.elections.periods import POLLS_CLOSE, active, draft, rome, written
from tests.broadcasts.rows import fresh
from tests.builders import hire
from tests.people import GIULIA, PAOLO
from tests.reading import having_read
from tests.staff import SILVIA, SIMONA

pytestmark = pytest.mark.django_db
NOW = rome(2026, 4, 9, 9)
ACTS = {
    "internal_number": "3/2026",
    "internal_date": date(2026, 4, 10),
    "standing_order_number": "7/2026",
    "standing_order_date": date(2026, 4, 10),
}


def traced() -> list[str]:
    return list(TrailRecord.objects.order_by("sequence").values_list("event", flat=True))


def test_one_writes_it_and_another_activates_it():
    giulia, silvia = hire(GIULIA), hire(SILVIA)
    period = periods.write(draft(), by=giulia, now=NOW)
    assert StaffNotice.objects.filter(person=silvia).count() == 1
    having_read(periods.activate, period, by=silvia, now=NOW)

    period.refresh_from_db()
    assert (period.state, period.made_by, period.activated_by, period.activated_at) == (
        "active",
        giulia,
        silvia,
        NOW,
    )
    assert traced() == ["period_written", "period_activated"]
    assert StaffNotice.objects.filter(person=giulia).exists()


def test_who_writes_on_a_draft_can_not_activate_it():
    silvia = hire(SILVIA)
    period = written()
    period.name = "Comunali"
    periods.write(period, by=silvia, now=NOW)
    with pytest.raises(CannotDecide, match="serve un'altra persona"):
        having_read(periods.activate, period, by=silvia, now=NOW)
    having_read(periods.activate, period, by=hire(SIMONA), now=NOW)


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO], ids=lambda clerk: clerk.group)
def test_who_is_not_of_the_group_decides_nothing(clerk):
    by = hire(clerk)
    for refused in (
        lambda: having_read(periods.activate, written(), by=by, now=NOW),
        lambda: having_read(periods.annul, active(), by=by, now=NOW, reason="Rinviate"),
        lambda: having_read(periods.settle_run_off, active(), is_held=False, by=by, now=NOW),
        lambda: having_read(periods.add_acts, active(), by=by, now=NOW),
        lambda: note(active(), "Niente", by=clerk),
        lambda: note(written(), "Delibera"),  # a draft has no orders, of nobody
    ):
        with pytest.raises(CannotDecide):
            refused()


def test_who_activated_it_can_not_annul_it():
    period = active()
    with pytest.raises(CannotDecide, match="serve un'altra persona"):
        having_read(periods.annul, period, by=hire(SILVIA), now=NOW, reason="Rinviate")
    with pytest.raises(CannotDecide, match="perché"):
        having_read(periods.annul, period, by=hire(SIMONA), now=NOW, reason=" ")
    having_read(periods.annul, period, by=hire(SIMONA), now=NOW, reason="Rinviate")
    period.refresh_from_db()
    assert (period.state, period.annulled_reason) == ("annulled", "Rinviate")
    with pytest.raises(CannotDecide, match="già stato annullato"):
        having_read(periods.annul, period, by=hire(SIMONA), now=NOW, reason="Ancora")


def test_once_decided_it_is_written_on_no_more():
    period = active()
    period.name = "Altro"
    for decide in (
        lambda: periods.write(period, by=hire(GIULIA), now=NOW),
        lambda: having_read(periods.activate, period, by=hire(SIMONA), now=NOW),
    ):
        with pytest.raises(CannotDecide, match="bozza"):
            decide()


@pytest.mark.parametrize(("is_held", "ends"), [(True, rome(2026, 6, 8, 15)), (False, POLLS_CLOSE)])
def test_the_run_off_is_settled_once(is_held, ends):
    period = active()
    having_read(periods.settle_run_off, period, is_held=is_held, by=hire(SIMONA), now=NOW)
    period.refresh_from_db()
    assert period.span.ends_at == ends
    assert (period.settled_by, period.settled_at) == (hire(SIMONA), NOW)
    with pytest.raises(CannotDecide, match="già"):
        having_read(periods.settle_run_off, period, is_held=not is_held, by=hire(SIMONA), now=NOW)


def test_who_activated_it_says_that_there_is_a_run_off_and_not_that_there_is_none():
    """That would end it sooner, by one hand."""
    period = active()
    with pytest.raises(CannotDecide, match="serve un'altra persona"):
        having_read(periods.settle_run_off, period, is_held=False, by=hire(SILVIA), now=NOW)
    having_read(periods.settle_run_off, period, is_held=True, by=hire(SILVIA), now=NOW)


def test_acts_of_ours_may_come_later_who_adds_a_standing_order_is_kept_and_what_one_says_stays():
    period = active()
    period.name = "Altro"
    period.internal_number = "3/2026"
    having_read(periods.add_acts, period, by=hire(SILVIA), now=NOW)
    assert period.standing_order_by is None
    period.standing_order_number = "7/2026"
    having_read(periods.add_acts, period, by=hire(SIMONA), now=NOW)
    period.refresh_from_db()
    assert (period.standing_order_by, period.name) == (hire(SIMONA), "Elezioni comunali 2026")
    assert [record.details["acts"] for record in TrailRecord.objects.order_by("sequence")] == [
        ["internal_number"],
        ["standing_order_number"],
    ]
    period.internal_number = "4/2026"
    with pytest.raises(CannotDecide, match="si aggiunge"):
        having_read(periods.add_acts, period, by=hire(SILVIA), now=NOW)
    period.refresh_from_db()
    assert (period.internal_number, len(traced())) == ("3/2026", 2)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_at": rome(2026, 4, 9)}, "ends_at"),
        ({"run_off": "yes", "run_off_starts_at": None}, "run_off_starts_at"),
        ({"run_off_ends_at": None}, "run_off_ends_at"),
        ({"run_off_starts_at": rome(2026, 5, 24)}, "run_off_starts_at"),
        ({"act_link": ""}, "act_link"),
        ({"act_link": "http://prefettura.example/"}, "act_link"),
        ({"applies_to_us": False}, "applies_reason"),
        ({"act_number": ""}, "act_number"),
    ],
)
def test_what_a_draft_lacks_is_said_beside_the_field(fields, field):
    with pytest.raises(ValidationError) as refusal:
        periods.write(draft(**fields), by=hire(GIULIA), now=NOW)
    assert field in refusal.value.message_dict
    assert not ElectoralPeriod.objects.exists()


# ── What the database itself refuses ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_at": rome(2026, 4, 1)},
        {"run_off_ends_at": None},
        {"state": "ended"},
        {"applies_to_us": False},
        {"state": "annulled"},
        {"activated_at": None},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_period_that_makes_no_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        active(**fields)


def test_one_hand_alone():
    for fields in ({"made_by": hire(SILVIA)}, {"changed_by": hire(SILVIA)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            active(**fields)
    annulled = {"state": "annulled", "annulled_at": NOW, "annulled_reason": "x", "annulled_by": hire(SILVIA)}
    with pytest.raises(IntegrityError), transaction.atomic():
        active(**annulled)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_at": rome(2026, 4, 20)},
        {"ends_at": rome(2026, 5, 26)},
        {"run_off_ends_at": rome(2026, 6, 9)},
        {"applies_to_us": False, "applies_reason": "x"},
        {"name": "x"},
        {"activated_at": NOW},
        {"state": "draft"},
        {"run_off": "no"},  # by nobody
        {"internal_number": "4/2026"},
        {"internal_date": date(2026, 4, 11)},
        {"standing_order_number": ""},
        {"standing_order_date": None},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_was_activated_stays_as_it_is(fields):
    period = active(**ACTS)
    with pytest.raises(DatabaseError), transaction.atomic():
        ElectoralPeriod.objects.filter(pk=period.pk).update(**fields)


def test_nothing_of_an_annulled_one_changes_and_only_a_draft_can_be_deleted():
    written().delete()
    having_read(periods.annul, active(), by=hire(SIMONA), now=NOW, reason="Rinviate")
    period = ElectoralPeriod.objects.get()
    for fields in ({"state": "active"}, {"annulled_reason": "x"}, {"internal_number": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ElectoralPeriod.objects.filter(pk=period.pk).update(**fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        period.delete()
    assert ElectoralPeriod.objects.get() == period


# ── Orders of Agcom ───────────────────────────────────────────────────────────────────────────────────────


def note(period: ElectoralPeriod, words: str, by=SILVIA) -> ElectoralPeriod:
    return having_read(periods.note_order, period, by=hire(by), now=NOW, note=words) or fresh(period)


def test_what_agcom_ordered_is_noted_with_who_wrote_it_and_nothing_noted_goes():
    period = note(active(), " Delibera 175/24/CONS: avviso entro il 12 giugno ")
    period = note(period, "Pubblicato dal 1° al 15 giugno", by=SIMONA)
    assert period.agcom_notes == (
        "Delibera 175/24/CONS: avviso entro il 12 giugno\n(silvia, 9 aprile 2026)\n\n"
        "Pubblicato dal 1° al 15 giugno\n(simona, 9 aprile 2026)"
    )
    assert traced() == ["agcom_order", "agcom_order"]
    for words in ("", "Altro", period.agcom_notes[:-1]):
        with pytest.raises(DatabaseError), transaction.atomic():
            ElectoralPeriod.objects.filter(pk=period.pk).update(agcom_notes=words)
