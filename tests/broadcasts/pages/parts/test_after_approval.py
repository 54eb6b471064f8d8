"""After the approval nobody who wrote a broadcast decides anew what the approver decided: when it leaves, how far.

Who wrote it may stop it, put it off, take it back to be approved or corrected. One table: each act, and who may.
"""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.pages.following.follow import RESEND
from broadcasts.pages.parts.buttons import BUTTONS
from broadcasts.rules.states import CampaignStatus as C
from cascina_whatsapp.presentation.formatting.dates import in_rome
from tests.broadcasts.moments import DAY, HOUR
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import at_desk

PIERO, NORA = Clerk("piero", "Approvatore"), Clerk("nora", "Redattore")
GINO = Clerk("gino", "Redattore")
"""He has written part of it, and is among those who approve."""
PEOPLE = (GIULIA, GINO, PAOLO, PIERO, NORA)
"""Giulia wrote it, Paolo approved it; Piero and Nora did neither."""
CONCERNED, APPROVERS, WRITERS, NOBODY = {GIULIA, GINO, PAOLO, PIERO}, {PAOLO, PIERO}, {GIULIA, GINO}, set()
AT_NIGHT = NOW.replace(hour=20) + DAY
URGENT = {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}
BEGUN = {"started_at": NOW}


def at(moment) -> dict:
    local = in_rome(moment)
    return {"at_0": f"{local:%d/%m/%Y}", "at_1": f"{local:%H:%M}"}


MOMENT = NOW + DAY
ACTS = [
    ("move", "earlier", C.APPROVED, {}, at(NOW + HOUR), APPROVERS),
    ("move", "later", C.APPROVED, {}, at(MOMENT + HOUR), CONCERNED),
    ("move", "urgent, earlier", C.APPROVED, URGENT, at(NOW + HOUR), APPROVERS),
    ("move", "urgent, later", C.APPROVED, URGENT, at(MOMENT + HOUR), CONCERNED),
    ("move", "urgent, to the night", C.APPROVED, URGENT, at(AT_NIGHT), APPROVERS),
    ("take-back", "", C.APPROVED, {}, {}, CONCERNED),
    ("revise", "", C.APPROVED, {}, {}, WRITERS),
    ("pause", "", C.APPROVED, {}, {}, CONCERNED),
    ("pause", "on its way", C.SENDING, BEGUN, {}, CONCERNED),
    ("cancel", "", C.APPROVED, {}, {}, CONCERNED),
    ("cancel", "on its way", C.SENDING, BEGUN, {}, {GINO, PAOLO, PIERO}),
    ("resume", "not begun", C.PAUSED, {}, {}, APPROVERS),
    ("resume", "urgent, not begun", C.PAUSED, URGENT, {}, APPROVERS),
    ("resume", "on its way", C.PAUSED, BEGUN, {}, APPROVERS),
    ("resend", "", C.SENT, BEGUN, {}, APPROVERS),
    (
        "change",
        "its text, who gets it, where",
        C.APPROVED,
        {},
        {"body": "Altro", "to_everybody": "on"},
        NOBODY,
    ),
]
"""Button, case, state, how it stands, what is typed, who may."""


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        approve_templates()
        hire(GINO).groups.add(Group.objects.get(name="Approvatore"))
        yield


def approved(status: C, **more) -> Campaign:
    """A broadcast that Paolo approved for tomorrow, and one person whom it did not reach."""
    row = campaign(status=status, approved_by=hire(PAOLO), approved_at=NOW, scheduled_for=MOMENT, **more)
    CampaignEvent.objects.create(campaign=row, what="edited", by=hire(GINO), at=NOW)
    Delivery.objects.create(campaign=row, subscriber=subscribe(ANNA), status="failed", error_code=130429)
    return row


def stands(row: Campaign) -> tuple:
    row.refresh_from_db()
    queued = row.deliveries.filter(status="queued").count()
    return row.status, row.scheduled_for, fingerprint_of(row), queued


def decides(clerk: Clerk, button: str, status: C, more: dict, typed: dict) -> bool:
    """Whether a press of this colleague changes anything of a broadcast that stands so."""
    row = approved(status, **more)
    before, page = stands(row), reverse(f"admin:broadcasts_campaign_{button}", args=[row.pk])
    at_desk(clerk).post(page, {"seen": fingerprint_of(row), **typed})
    return stands(row) != before


@pytest.mark.parametrize(
    ("button", "case", "status", "more", "typed", "may"), ACTS, ids=[f"{one[0]} {one[1]}" for one in ACTS]
)
def test_who_may_after_the_approval(button, case, status, more, typed, may):
    assert {clerk for clerk in PEOPLE if decides(clerk, button, status, more, typed)} == may


def test_the_table_has_every_button_of_what_is_approved():
    after = {C.APPROVED, C.SENDING, C.PAUSED, C.SUSPENDED, C.SENT}
    assert {one.name for one in (*BUTTONS, RESEND) if after & set(one.states)} <= {one[0] for one in ACTS}


def test_its_writer_reads_why_no_earlier_moment_is_offered_and_what_it_overrides_is_a_step():
    row = approved(C.APPROVED, **URGENT)
    page = reverse("admin:broadcasts_campaign_move", args=[row.pk])
    only_later = "Puoi spostarlo solo più tardi, e a ufficio aperto"
    assert only_later in at_desk(GIULIA).get(page).text
    assert only_later not in at_desk(PAOLO).get(page).text

    at_desk(PIERO).post(page, {"seen": fingerprint_of(row), **at(AT_NIGHT)})
    assert "L'ufficio riapre" in row.events.last().overridden
