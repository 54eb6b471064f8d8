"""A colleague who wants something out during an electoral period: alone they get nowhere, whatever they post.

One writes, one approves, one authorises; a period is written by one, activated by another, ended sooner by a third.
"""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.elections import declaring
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.slices.elections.pages.decisions import seen
from broadcasts.slices.elections.rules import QUESTIONS
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.elections.declarations import REASON, authorised, declared
from tests.broadcasts.elections.periods import POLLS_CALLED, active, rome, written
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.reading import read_of
from tests.staff import ROSA, SARA, SILVIA, SIMONA, VERA, at_desk, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
"""Monday 8 June 2026, 10:00."""
C, Outcome = CampaignStatus, ElectionDeclaration.Outcome
NEW_DATES = {
    "name": "Elezioni comunali 2026",
    "kind": "municipal",
    "applies_to_us": "True",
    "starts_at": "2026-07-01",
    "ends_at_0": "2026-07-02",
    "ends_at_1": "15:00",
    "run_off": "no",
    "act_kind": "decreto del Prefetto",
    "act_number": "12",
    "act_date": "2026-04-08",
    "act_link": "https://prefettura.example/decreto-12.pdf",
}
"""The form of a period, with days that let today's message go."""
DECLARATION = {
    **dict.fromkeys(QUESTIONS, "True"),
    "category": "emergency",
    "reason": REASON,
}
URGENT = {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}
DECISIONS = ("activate", "annul", "run-off", "acts")
ANSWERS = {"reason": "Serve a me", "is_held": "False", "standing_order_number": "1/2026", "note": "Va bene"}


@pytest.fixture(autouse=True)
def run_off():
    """The run-off's polls close at 15:00."""
    subscribe(ANNA)
    approve_templates()


def of_both(*groups: str) -> User:
    """One person with the rights of several groups."""
    elio = User.objects.create_user("elio", is_staff=True)
    elio.groups.set(Group.objects.filter(name__in=groups))
    return elio


def post(user: User, thing: ElectoralPeriod | Campaign, button: str = "change", **typed) -> int:
    """What the button of that thing's page answers; everything that its form could ask for is there."""
    kind = "elections_electoralperiod" if isinstance(thing, ElectoralPeriod) else "broadcasts_campaign"
    read = {"seen": seen(thing)} if isinstance(thing, Campaign) else {"read": read_of(thing)}
    page = reverse(f"admin:{kind}_{button}", args=[thing.pk])
    status = signed_in(user).post(page, {**read, **typed}).status_code
    thing.refresh_from_db()
    return status


def as_it_is(period: ElectoralPeriod) -> tuple:
    period.refresh_from_db()
    return period.state, period.span, period.standing_order_number, period.activated_by_id, period.made_at


def outcomes(of: Campaign) -> list[str]:
    return list(of.declarations.values_list("outcome", flat=True))


# ── The period: alone nobody activates, shortens, moves or annuls it ──────────────────────────────────────────


@pytest.mark.parametrize("make", [written, active], ids=["draft", "active"])
def test_no_other_group_decides_on_a_period(make):
    period = make()
    before = as_it_is(period)
    for clerk in (GIULIA, PAOLO, ROSA, VERA, SARA):
        assert {post(hire(clerk), period, button, **ANSWERS) for button in DECISIONS} == {403}, clerk
    assert as_it_is(period) == before


def test_who_has_both_groups_does_not_activate_what_they_wrote():
    """Nor what they changed one word of."""
    elio = of_both("Redattore", "Autorizzatore elettorale")
    theirs, touched = written(made_by=elio, changed_by=elio), written(changed_by=elio)
    for period in (theirs, touched):
        post(elio, period, "activate")
        assert period.state == "draft"


@pytest.mark.parametrize("button", ["annul", "run-off"])
def test_who_activated_it_does_not_end_it_sooner(button):
    period = active()
    before = as_it_is(period)
    post(hire(SILVIA), period, button, **ANSWERS)
    assert as_it_is(period) == before
    post(hire(SIMONA), period, button, **ANSWERS)
    assert as_it_is(period) != before


def test_its_days_are_not_moved_once_it_is_active_nor_is_it_deleted():
    """Acts are added, and nothing slips in with them."""
    period = active()
    before = as_it_is(period)
    delete = reverse("admin:elections_electoralperiod_delete", args=[period.pk])
    for clerk in (GIULIA, PAOLO, SILVIA, SARA):
        assert post(hire(clerk), period, **NEW_DATES) == 403, clerk
        assert at_desk(clerk).post(delete, {"post": "yes"}).status_code == 403, clerk
    assert as_it_is(period) == before
    post(hire(SILVIA), period, "acts", **NEW_DATES, standing_order_number="7/2026", state="annulled")
    assert (period.state, period.span.starts_at, period.standing_order_number) == (
        "active",
        POLLS_CALLED,
        "7/2026",
    )


def test_no_form_of_a_draft_activates_or_backdates_its_making():
    forged = {
        "state": "active",
        "activated_by": str(hire(SILVIA).pk),
        "activated_at": "2026-01-01",
        "made_by": str(hire(PAOLO).pk),
        "made_at": "2026-01-01",
    }
    at_desk(SIMONA).post(reverse("admin:elections_electoralperiod_add"), NEW_DATES | forged)
    period = ElectoralPeriod.objects.get()
    assert (period.state, period.activated_by, period.made_by, period.made_at) == (
        "draft",
        None,
        hire(SIMONA),
        NOW,
    )


def test_a_start_in_the_past_hides_nothing():
    """It is told when it was activated, by whom, and what left before is listed."""
    period = written(starts_at=rome(2026, 5, 1))
    post(hire(SILVIA), period, "activate")
    assert (period.activated_by, period.activated_at) == (hire(SILVIA), NOW)
    traced = TrailRecord.objects.get(event="period_activated")
    assert (traced.by_name, traced.at) == ("silvia", NOW)
    page = reverse("admin:elections_electoralperiod_change", args=[period.pk])
    assert "Partiti nel periodo" in at_desk(ROSA).get(page).text


# ── The declaration: alone nobody declares and authorises ──────────────────────────────────────────────────────


def test_who_writes_nothing_declares_nothing_and_no_other_group_authorises_reviews_or_takes_it_back():
    active()
    row = campaign(status=C.IN_REVIEW)
    for clerk in (ROSA, VERA, SILVIA, SARA):
        assert post(hire(clerk), row, "declare", **DECLARATION) == 403, clerk
    assert outcomes(row) == []
    given = declared(row)
    buttons = ("authorise", "not-authorise", "uphold", "contest")
    for clerk in (GIULIA, PAOLO, ROSA, VERA, SARA):
        assert {post(hire(clerk), row, button, **ANSWERS) for button in buttons} == {403}, clerk
    assert outcomes(row) == [Outcome.OPEN]
    declaring.authorise(given, by=hire(SILVIA), now=NOW, note="Serve")
    for clerk in (ROSA, VERA, PAOLO, SARA):
        post(hire(clerk), row, "undeclare", reason="Non mi piace")
    assert outcomes(row) == [Outcome.AUTHORISED]


def test_who_has_both_groups_does_not_authorise_what_they_declared_or_wrote():
    active()
    elio = of_both("Redattore", "Autorizzatore elettorale")
    wrote, said = campaign(status=C.IN_REVIEW, author=elio), campaign(status=C.IN_REVIEW)
    declared(wrote)
    post(elio, said, "declare", **DECLARATION)
    for row in (wrote, said):
        post(elio, row, "authorise", note="Va bene")
        assert outcomes(row) == [Outcome.OPEN]


@pytest.mark.parametrize(
    ("order", "urgency"),
    [("", URGENT), ("7/2026", {})],
    ids=["no standing order", "not urgent"],
)
def test_an_emergency_by_name_alone_is_none(order, urgency):
    """Whatever hidden field goes with it: three people, then."""
    active(standing_order_number=order)
    row = campaign(status=C.IN_REVIEW, **urgency)
    forged = {"is_emergency": "on", "standing_order": "9/2026", "outcome": "authorised"}
    post(hire(GIULIA), row, "declare", **DECLARATION | forged)
    given = row.declarations.get()
    assert (given.is_emergency, given.standing_order, given.outcome) == (False, "", Outcome.OPEN)


def test_a_declaration_bears_the_moment_and_the_name_of_who_made_it():
    active()
    row = campaign(status=C.IN_REVIEW)
    forged = {"declared_by": str(hire(PAOLO).pk), "declared_at": "2026-01-01", "fingerprint": "0" * 64}
    post(hire(GIULIA), row, "declare", **DECLARATION | forged)
    given = row.declarations.get()
    assert (given.declared_by, given.declared_at) == (hire(GIULIA), NOW)
    assert given.fingerprint == fingerprint_of(row)


def test_who_let_an_emergency_go_does_not_review_it():
    active(standing_order_number="7/2026")
    row = campaign(status=C.IN_REVIEW, **URGENT)
    authorised(row, category="emergency")
    post(hire(SILVIA), row, "uphold", note="Va bene")
    assert row.declarations.get().reviewed_at is None
