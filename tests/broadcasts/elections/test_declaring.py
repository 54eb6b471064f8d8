"""A declaration: what it has to say, whose hands it goes through, and that it is about one text."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, transaction

from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.slices.elections import declaring, gate, periods, who_may
from broadcasts.slices.elections.declaring import CannotDeclare
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.slices.elections.rules import QUESTIONS, Category
from broadcasts.steps.plan import Plan
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.elections.periods import active
from tests.broadcasts.launching.steps import steps
from tests.broadcasts.moments import DAY, MINUTE
from tests.broadcasts.rows import fresh
from tests.builders import NOW, campaign, hire, under_way
from tests.people import GIULIA, PAOLO
from tests.reading import having_read
from tests.staff import ROSA, SILVIA, SIMONA

from .declarations import REASON, authorised, declared, statement

EMERGENCY = {"is_urgent": True, "urgent_reason": "Allerta rossa"}


@pytest.fixture
def order():
    """The number of the standing order for emergencies."""
    return "7/2026"


@pytest.fixture(autouse=True)
def period(order):
    """The comunali of 2026, with a standing order."""
    return active(standing_order_number=order)


def problems_of(refusal) -> dict:
    return refusal.value.problems


def test_one_declares_another_authorises_and_each_step_is_written_down():
    road, _ = campaign(), hire(SILVIA)
    given = declared(road, reason="x" * 40)
    assert StaffNotice.objects.filter(person=hire(SILVIA), subject__contains="l'autorizzazione").exists()
    declaring.authorise(given, by=hire(SILVIA), now=NOW + MINUTE)
    given.refresh_from_db()

    assert (given.outcome, given.decided_by, given.declared_by) == ("authorised", hire(SILVIA), hire(GIULIA))
    assert (given.is_emergency, given.standing_order) == (False, "")
    assert steps(road) == [("declared", "giulia"), ("authorised", "silvia")]
    assert list(TrailRecord.objects.order_by("sequence").values_list("event", flat=True)) == [
        "election_declared",
        "election_authorised",
    ]


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        *(({name: answer}, name) for name in QUESTIONS for answer in (False, None)),
        ({"category": "party"}, "category"),
        ({"reason": "x" * 39}, "reason"),
        ({"reason": f"x{' ' * 60}y"}, "reason"),
    ],
)
def test_what_a_declaration_has_to_say(lacking, field):
    with pytest.raises(CannotDeclare) as refusal:
        declared(campaign(), **lacking)
    assert set(problems_of(refusal)) == {field}
    assert not ElectionDeclaration.objects.exists()


def test_who_may_not_declare_and_what_may_not_be_declared(period):
    with pytest.raises(CannotDeclare, match="nessun periodo"):
        declared(campaign(), now=period.span.ends_at)
    with pytest.raises(CannotDeclare, match="Può farlo"):
        declaring.declare(campaign=campaign(), statement=statement(), by=hire(ROSA), now=NOW)
    for status in (C.SENT, C.CANCELLED):
        with pytest.raises(CannotDeclare, match="già partito"):
            declared(campaign(status=status, started_at=NOW))


# ── Three people ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("roles", "refusal"),
    [
        ({}, ""),
        ({"author": SILVIA}, "ha scritto o dichiarato"),
        ({"editor": SILVIA}, "ha scritto o dichiarato"),
        ({"declarer": SILVIA}, "ha scritto o dichiarato"),
        ({"approver": SILVIA}, "ha approvato"),
        ({"authoriser": PAOLO}, "Può farlo"),
        ({"authoriser": GIULIA}, "Può farlo"),
    ],
    ids=[
        "three people",
        "author",
        "who wrote part",
        "who declared",
        "approver",
        "of no group",
        "author of no group",
    ],
)
def test_author_approver_and_authoriser_are_three(roles, refusal):
    give_every_right(SILVIA)
    approved = {"status": C.APPROVED, "approved_by": hire(roles.get("approver", PAOLO)), "approved_at": NOW}
    road = campaign(author=hire(roles.get("author", GIULIA)), **approved)
    if "editor" in roles:
        road.events.create(what="edited", by=hire(roles["editor"]), at=NOW)
    declarer = hire(roles.get("declarer", GIULIA))
    given = declaring.declare(campaign=road, statement=statement(), by=declarer, now=NOW)
    authoriser = hire(roles.get("authoriser", SILVIA))
    if not refusal:
        assert declaring.authorise(given, by=authoriser, now=NOW).outcome == "authorised"
        return
    with pytest.raises(CannotDeclare, match=refusal):
        declaring.authorise(given, by=authoriser, now=NOW)
    assert fresh(given).outcome == "open"


def give_every_right(clerk) -> None:
    """They write, approve and authorise: a small town hall."""
    hire(clerk).groups.add(*Group.objects.filter(name__in=["Redattore", "Approvatore"]))


def test_something_else_needs_a_word_of_who_authorises():
    given = declared(campaign(), category=Category.OTHER)
    with pytest.raises(CannotDeclare) as refusal:
        declaring.authorise(given, by=hire(SILVIA), now=NOW, note=" ")
    assert set(problems_of(refusal)) == {"note"}
    assert declaring.authorise(given, by=hire(SILVIA), now=NOW, note="Serve").note == "Serve"


def test_a_refusal_says_why_and_is_never_deleted_and_the_text_may_be_declared_again():
    road = campaign()
    given = declared(road)
    with pytest.raises(CannotDeclare, match="già dichiarato"):
        declared(road)
    with pytest.raises(CannotDeclare, match="perché"):
        declaring.refuse(given, by=hire(SILVIA), now=NOW, note="")
    declaring.refuse(given, by=hire(SILVIA), now=NOW, note="Può aspettare")
    with pytest.raises(CannotDeclare, match="già stato deciso"):
        declaring.authorise(given, by=hire(SILVIA), now=NOW)
    assert declared(road).outcome == "open"

    with pytest.raises(DatabaseError), transaction.atomic():
        given.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        road.delete()


@pytest.mark.parametrize(("clerk", "may"), [(GIULIA, True), (PAOLO, True), (SILVIA, True), (ROSA, False)])
def test_who_takes_it_back(clerk, may):
    given = authorised(campaign(author=hire(PAOLO)))
    if may:
        assert declaring.withdraw(given, by=hire(clerk), now=NOW, reason="Ripensato").outcome == "withdrawn"
        return
    with pytest.raises(CannotDeclare):
        declaring.withdraw(given, by=hire(clerk), now=NOW)


# ── One text ──────────────────────────────────────────────────────────────────────────────────────────────


def change(road: Campaign) -> None:
    road.refresh_from_db()
    road.body = "Un'altra strada."
    drafting.save(road, changed={"body"}, by=hire(GIULIA), now=NOW)


def test_a_changed_text_is_not_what_was_declared():
    road = campaign()
    given = declared(road)
    change(road)
    with pytest.raises(CannotDeclare, match="è cambiato"):
        declaring.authorise(given, by=hire(SILVIA), now=NOW)


def test_declaring_the_new_text_takes_back_the_old_declaration():
    road = campaign()
    old = authorised(road)
    change(road)
    assert [problem.sentence for problem in gate.missing(Plan(road, NOW, NOW))] == [gate.CHANGED]
    new = declared(road)
    old.refresh_from_db()
    assert (old.outcome, old.withdrawn_by, old.withdrawn_reason) == (
        "withdrawn",
        None,
        declaring.TEXT_CHANGED,
    )
    assert (new.outcome, new.fingerprint != old.fingerprint) == ("open", True)


def test_it_ends_with_its_period(period):
    """A second one holds when the first is over: nobody has decided for that one."""
    active(name="Referendum", starts_at=NOW, ends_at=NOW + 400 * DAY, run_off="no")
    road, over = campaign(), period.span.ends_at
    given = authorised(road)
    assert not gate.missing(Plan(road, NOW, NOW))
    assert gate.missing(Plan(road, over, over))
    again = declared(road, now=over)
    given.refresh_from_db()
    assert (given.outcome, given.withdrawn_reason) == ("withdrawn", declaring.POLLS_OVER)
    assert (again.outcome, again.period != period) == ("open", True)


# ── Emergencies ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "category", "order", "alone"),
    [
        (EMERGENCY, Category.EMERGENCY, "7/2026", True),
        ({}, Category.EMERGENCY, "7/2026", False),
        (EMERGENCY, Category.ROADS, "7/2026", False),
        (EMERGENCY, Category.EMERGENCY, "", False),
    ],
    ids=["emergency", "not urgent", "no emergency", "no standing order"],
)
def test_one_authoriser_suffices_in_an_emergency_under_a_standing_order(fields, category, order, alone):
    give_every_right(SILVIA)
    silvia = hire(SILVIA)
    flood = campaign(status=C.APPROVED, approved_by=silvia, approved_at=NOW, **fields)
    given = declared(flood, category=category)
    assert (given.is_emergency, given.standing_order) == (alone, "7/2026" if alone else "")
    if alone:
        assert declaring.authorise(given, by=silvia, now=NOW).outcome == "authorised"
        return
    with pytest.raises(CannotDeclare, match="ha approvato"):
        declaring.authorise(given, by=silvia, now=NOW)


def test_no_emergency_is_exempt_from_being_impersonal_and_a_refused_one_is_not_reviewed():
    with pytest.raises(CannotDeclare) as refusal:
        declared(campaign(**EMERGENCY), category=Category.EMERGENCY, impersonal=False)
    assert set(problems_of(refusal)) == {"impersonal"}

    given = declared(campaign(**EMERGENCY), category=Category.EMERGENCY)
    declaring.refuse(given, by=hire(SILVIA), now=NOW, note="Non serve")
    assert (who_may.to_review(hire(SIMONA)), declaring.alarm(NOW + DAY)) == ([], 0)


def emergency() -> ElectionDeclaration:
    return authorised(campaign(**EMERGENCY), category=Category.EMERGENCY)


def test_another_authoriser_reviews_it():
    hire(SIMONA)
    given = emergency()
    assert given.review_due_at == NOW + DAY
    assert StaffNotice.objects.filter(person=hire(SIMONA), subject__contains="entro 24 ore").exists()
    for clerk, why in ((SILVIA, "non può riesaminarla"), (GIULIA, "Può farlo"), (ROSA, "Può farlo")):
        with pytest.raises(CannotDeclare, match=why):
            declaring.review(given, is_upheld=True, by=hire(clerk), now=NOW, note="Letto")
    with pytest.raises(CannotDeclare, match="perché"):
        declaring.review(given, is_upheld=True, by=hire(SIMONA), now=NOW, note="")
    reviewed = declaring.review(given, is_upheld=True, by=hire(SIMONA), now=NOW + MINUTE, note="Giusto")
    assert (reviewed.review_outcome, reviewed.outcome, reviewed.review_due_at) == (
        "upheld",
        "authorised",
        None,
    )
    with pytest.raises(CannotDeclare, match="una volta sola"):
        declaring.review(given, is_upheld=False, by=hire(SIMONA), now=NOW, note="Ripensato")


def test_what_the_review_does_not_uphold_leaves_no_more_and_one_taken_back_is_reviewed():
    reviewed = declaring.review(
        emergency(), is_upheld=False, by=hire(SIMONA), now=NOW, note="Poteva aspettare"
    )
    assert (reviewed.outcome, reviewed.withdrawn_reason) == ("withdrawn", declaring.CONTESTED)

    given = declaring.withdraw(emergency(), by=hire(SILVIA), now=NOW + MINUTE)
    assert given.review_due_at == NOW + DAY
    assert who_may.to_review(hire(SIMONA)) == [given]
    assert declaring.alarm(NOW + DAY) == 1
    reviewed = declaring.review(given, is_upheld=False, by=hire(SIMONA), now=NOW + DAY, note="Non serviva")
    assert (reviewed.outcome, who_may.to_review(hire(SIMONA))) == ("withdrawn", [])


@pytest.mark.parametrize("part", ["author", "editor", "approver"])
def test_nobody_who_had_a_part_in_it_reviews_it(part):
    simona = hire(SIMONA)
    roles = {"author": {"author": simona}, "approver": {"approved_by": simona}}
    flood = campaign(**EMERGENCY, **roles.get(part, {}))
    if part == "editor":
        flood.events.create(what="edited", by=simona, at=NOW)
    given = authorised(flood, category=Category.EMERGENCY)
    assert who_may.to_review(simona) == []
    with pytest.raises(CannotDeclare, match="non può riesaminarla"):
        declaring.review(given, is_upheld=True, by=simona, now=NOW, note="Letto")


@pytest.mark.parametrize("order", [""])
def test_who_adds_the_order_to_an_active_period_authorises_nothing_alone_under_it(period):
    period.standing_order_number = "8/2026"
    having_read(periods.add_acts, period, by=hire(SIMONA), now=NOW)
    given = declared(campaign(**EMERGENCY), category=Category.EMERGENCY)
    assert given.is_emergency
    with pytest.raises(CannotDeclare, match="ordine permanente"):
        declaring.authorise(given, by=hire(SIMONA), now=NOW)
    assert declaring.authorise(given, by=hire(SILVIA), now=NOW).outcome == "authorised"


@pytest.mark.parametrize("order", [""])
def test_an_emergency_is_declared_for_the_period_that_has_an_order_for_it(period):
    span = {"starts_at": NOW - DAY, "ends_at": NOW + DAY, "run_off": "no"}
    later = active(name="Referendum", standing_order_number="9/2026", **span)
    flood = declared(campaign(**EMERGENCY), category=Category.EMERGENCY)
    assert (flood.period, flood.is_emergency, flood.standing_order) == (later, True, "9/2026")
    assert declared(campaign()).period == period


def test_a_day_later_the_alarm_is_raised_once(settings):
    settings.ALERT_EMAILS = ["operatori@comune.example"]
    emergency()
    with pytest.raises(CannotDeclare, match="emergenza"):
        declaring.review(authorised(campaign()), is_upheld=True, by=hire(SIMONA), now=NOW, note="Letto")
    assert declaring.alarm(NOW + DAY - MINUTE) == 0
    assert declaring.alarm(NOW + DAY) == 1
    assert declaring.alarm(NOW + DAY + MINUTE) == 0
    assert StaffNotice.objects.filter(address="operatori@comune.example").count() == 1


# ── What the database itself refuses ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "Altro"},
        {"fingerprint": "0" * 64},
        {"impersonal": False},
        {"declared_at": NOW - DAY},
        {"outcome": "open"},
        {"decided_at": NOW - DAY},
        {"note": "Altro"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_was_said_and_decided_stays(fields):
    given = authorised(under_way())
    with pytest.raises(DatabaseError), transaction.atomic():
        ElectionDeclaration.objects.filter(pk=given.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"not_deferrable": False},
        {"category": "party"},
        {"is_emergency": True, "standing_order": "7/2026"},  # of no emergency
        {"outcome": "authorised"},  # by nobody
        {"outcome": "lost"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_declaration_that_makes_no_sense(fields, period):
    known = {
        "campaign": campaign(),
        "period": period,
        "impersonal": True,
        "indispensable": True,
        "not_deferrable": True,
        "category": "roads",
        "reason": REASON,
        "fingerprint": "0" * 64,
        "declared_by": hire(GIULIA),
        "declared_at": NOW,
    }
    ElectionDeclaration.objects.create(**known | {"campaign": campaign()})
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectionDeclaration.objects.create(**known | fields)
