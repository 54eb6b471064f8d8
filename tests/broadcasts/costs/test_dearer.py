"""WhatsApp bills a template as something else: the office is told in money, nothing leaves dearer than approved."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, transaction

from broadcasts import launching
from broadcasts.content import validation
from broadcasts.launching import WrongState, suspending
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import resending, scheduling
from broadcasts.sending.account import sync
from broadcasts.slices.costs import dearer
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.slices.costs.month import month_until
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.whatsapp.cloud_api.events import TemplateUpdate
from subscribers.models import Topic
from tests.broadcasts.rows import fresh
from tests.builders import NOW, always_open, approve_templates, campaign, hire, subscribe, topic, under_way
from tests.databases import until_it_waits_for_us
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.staff import at_desk

LATER = NOW + timedelta(minutes=2)
MONEY = "costa 0,14 $ invece di 0,06 $"


@pytest.fixture(autouse=True)
def two_subscribers():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    for clerk in (GIULIA, PAOLO):
        hire(clerk)
    approve_templates()
    WhatsAppTemplate.objects.filter(name__startswith="avviso").update(category="UTILITY")
    WhatsAppTemplate.objects.filter(name__startswith="invito").update(category="MARKETING")
    always_open()


def approved(**overrides) -> Campaign:
    row = campaign(**overrides)
    launching.ask_review(campaign=row, by=hire(GIULIA), now=NOW)
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW)
    return row


def meta_says(category: str, *, name: str = "avviso_testo_v1", event: str = "COMPLETED") -> None:
    sync.template_changed(
        TemplateUpdate(
            kind="category", name=name, language="it", event=event, category=category, envelope={}
        ),
        now=NOW,
    )


def told(clerk) -> list[str]:
    return list(StaffNotice.objects.filter(person=hire(clerk)).values_list("sentence", flat=True))


def page(row: Campaign, name: str) -> str:
    with time_machine.travel(LATER, tick=False):
        return at_desk(PAOLO).get(f"/admin/messaggi/{row.pk}/{name}/").text


def test_what_waits_goes_back_to_who_approves_and_the_money_is_told(api):
    row = approved()
    assert row.approved_category == "utility"
    assert dearer.waiting_for(WhatsAppTemplate.objects.get(name="avviso_testo_v1")) == [row]
    meta_says("MARKETING", event="IMPENDING")
    row.refresh_from_db()
    assert row.status == C.APPROVED
    assert any(sentence.startswith("Fra poco cambia") and MONEY in sentence for sentence in told(PAOLO))

    StaffNotice.objects.all().delete()
    meta_says("MARKETING")
    row.refresh_from_db()
    assert (row.status, row.approved_by, row.approved_category) == (C.IN_REVIEW, None, "")
    assert row.events.filter(what="dearer", note__contains="0,14 $, ed era approvato per 0,06 $").exists()
    assert any(MONEY in sentence and "1 messaggio, 2 persone" in sentence for sentence in told(PAOLO))
    assert any("torna a chi approva" in sentence for sentence in told(GIULIA))
    asked_again = page(row, "avvia")
    assert "Era approvato, e non è partito. Per WhatsApp non è più un avviso ma un invito" in asked_again
    assert "0,14 $" in asked_again
    assert scheduling.start_due(api=api, now=LATER) == 0


def test_what_starts_while_its_template_gets_dearer_is_paused(committed_db, api):
    """The news finds an approved broadcast, and waits for the start that is being written: then it is on its way."""
    row = approved()

    def hear() -> None:
        try:
            meta_says("MARKETING")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            assert scheduling.start_due(api=api, now=LATER) == 1
            heard = elsewhere.submit(hear)
            until_it_waits_for_us(heard)
        heard.result()
    assert fresh(row).status == C.PAUSED


def test_where_nothing_waits_the_office_reads_once_what_a_message_to_everybody_costs():
    invitation = approved(topic=topic("Eventi e cultura"))
    StaffNotice.objects.all().delete()
    meta_says("MARKETING")
    meta_says("MARKETING")
    invitation.refresh_from_db()  # it was approved as one
    assert (invitation.status, invitation.approved_category) == (C.APPROVED, "marketing")
    (sentence,) = told(PAOLO)
    assert sentence == (
        "«Testo fisso per gli avvisi di solo testo» per WhatsApp è un invito, non più un avviso: 0,0691 $ a persona "
        "invece di 0,0300 $. Non aspetta nessun messaggio. Uno a tutti gli iscritti (2) costa 0,14 $ invece "
        "di 0,06 $."
    )


def test_where_a_rate_is_known_both_sums_are_told_in_euros_too():
    """0.06 $ at 1.2 dollars a euro are 0.05 €, 0.1382 $ are 0.1152 €."""
    Price.objects.update(dollars_per_euro=Decimal("1.2"))
    row = approved()
    meta_says("MARKETING")
    sums = "0,12 €{} 0,05 €."
    assert any(sums.format(" invece di") in sentence for sentence in told(PAOLO))
    assert row.events.get(what="dearer").note.endswith(sums.format(", ed era approvato per"))


def test_what_is_on_its_way_pauses_and_only_an_approver_lets_it_go_on():
    row, from_before_this_was_kept = under_way(approved_category="utility"), under_way()
    meta_says("MARKETING")
    row.refresh_from_db()
    assert row.status == C.PAUSED
    assert "era approvato per 0,06 $" in row.pause_reason
    assert fresh(from_before_this_was_kept).status == C.SENDING

    assert "era approvato per 0,06 $. Se lo riprendi accetti il costo nuovo." in page(row, "riprendi")
    with pytest.raises(WrongState, match="accetta il costo nuovo"):
        launching.resume(campaign=row, by=hire(GIULIA), now=LATER)
    launching.resume(campaign=row, by=hire(PAOLO), now=LATER)
    assert (row.status, row.approved_category) == (C.SENDING, "marketing")
    assert row.events.get(what="resumed").note == "Al costo nuovo."


@pytest.mark.parametrize(
    "change",
    [
        lambda: WhatsAppTemplate.objects.filter(name="avviso_testo_v1").update(category="MARKETING"),
        lambda: Topic.objects.filter(pk=topic().pk).update(is_invitation=True),
    ],
    ids=["the news was missed", "its topic is one of invitations now"],
)
def test_what_got_dearer_unheard_is_found_when_it_starts(change, api):
    row = approved()
    change()
    assert scheduling.start_due(api=api, now=LATER) == 0
    row.refresh_from_db()
    assert row.status == C.IN_REVIEW
    assert row.events.filter(what="dearer").exists()


def test_a_cheaper_template_stops_no_notice(api):
    WhatsAppTemplate.objects.filter(name="avviso_testo_v1").update(category="MARKETING")
    row = approved()
    meta_says("UTILITY")
    assert any("costa 0,06 $ invece di 0,14 $" in sentence for sentence in told(PAOLO))
    assert scheduling.start_due(api=api, now=LATER) == 1
    assert fresh(row).status == C.SENDING


def test_an_invitation_stops_where_its_template_becomes_one_of_notices():
    row = under_way(topic=topic("Eventi e cultura"), approved_category="marketing")
    meta_says("UTILITY", name="invito_testo_v1")
    row.refresh_from_db()
    assert (row.status, row.pause_reason) == (C.PAUSED, validation.INVITATION_AS_NOTICE)
    with pytest.raises(WrongState):
        launching.resume(campaign=row, by=hire(PAOLO), now=LATER)


def test_neither_what_comes_back_nor_what_a_period_had_stopped_leaves_at_the_new_price():
    over, stopped = under_way(approved_category="utility"), under_way(approved_category="utility")
    Campaign.objects.filter(pk=over.pk).update(status=C.SENT, finished_at=NOW)
    Campaign.objects.filter(pk=stopped.pk).update(status=C.SUSPENDED)
    meta_says("MARKETING")
    launching.reopen(over, now=LATER)
    assert suspending.release(LATER) == 1
    assert set(Campaign.objects.values_list("status", flat=True)) == {C.PAUSED}


def test_sending_again_at_the_new_price_takes_room_in_the_budget_and_who_may_approve_it():
    Budget.objects.create(amount=Decimal("0.10"), **BLOCKING, set_by=hire(PAOLO))
    row = under_way(approved_category="utility")
    row.deliveries.update(status="failed", error_code=130429, accepted_at=NOW)
    Campaign.objects.filter(pk=row.pk).update(status=C.SENT, finished_at=NOW)
    meta_says("MARKETING")
    with pytest.raises(WrongState, match="supera il limite"):
        resending.resend(campaign=row, by=hire(PAOLO), now=LATER)
    assert not row.deliveries.filter(status="queued").exists()

    Budget.objects.update(amount=1)
    with pytest.raises(WrongState, match="accetta il costo nuovo"):
        resending.resend(campaign=row, by=hire(GIULIA), now=LATER)
    assert resending.resend(campaign=row, by=hire(PAOLO), now=LATER) == 2
    row.refresh_from_db()
    assert (row.status, row.approved_category) == (C.SENDING, "marketing")


BLOCKING = {"blocks": True, "valid_from": NOW.date(), "set_at": NOW, "note": "Delibera"}


@pytest.mark.parametrize("has_left", [True, False], ids=["on its way", "not begun"])
def test_beyond_the_budget_it_goes_on_at_no_new_price(has_left):
    """Two people at 0.0691 dollars are more than 0.10; at 0.0300 they were not."""
    Budget.objects.create(amount=Decimal("0.10"), **BLOCKING, set_by=hire(PAOLO))
    row = under_way(approved_category="utility")
    if not has_left:
        row.deliveries.all().delete()
        Campaign.objects.filter(pk=row.pk).update(started_at=None, status=C.PAUSED)
    WhatsAppTemplate.objects.filter(name="avviso_testo_v1").update(category="MARKETING")
    Campaign.objects.filter(pk=row.pk).update(status=C.PAUSED)
    row.refresh_from_db()
    assert "supera il limite di 0,10 $. Lo alza" in page(row, "riprendi")
    beyond = r"0,14 \$: supera il limite di 0,10 \$. Lo alza chi approva"
    with pytest.raises(WrongState, match=beyond):
        launching.resume(campaign=row, by=hire(PAOLO), now=LATER)
    row.refresh_from_db()
    assert (row.status, row.approved_category) == (C.PAUSED, "utility")

    Budget.objects.update(amount=Decimal("0.20"))
    launching.resume(campaign=row, by=hire(PAOLO), now=LATER)
    assert row.status == (C.SENDING if has_left else C.APPROVED)
    assert month_until(LATER.date(), LATER).reserved == Decimal("0.1382")


def test_what_others_were_promised_meanwhile_counts_for_who_resumes():
    Budget.objects.create(amount=Decimal("0.20"), **BLOCKING, set_by=hire(PAOLO))
    row = under_way(approved_category="utility")
    approved(topic=topic("Eventi e cultura"))
    meta_says("MARKETING")
    row.refresh_from_db()
    with pytest.raises(WrongState, match=r"0,28 \$: supera"):
        launching.resume(campaign=row, by=hire(PAOLO), now=LATER)
