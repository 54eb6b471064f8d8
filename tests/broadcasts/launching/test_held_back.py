"""The page of a period lists what it holds back, how far it came, and whose turn it is."""

import pytest

from broadcasts.launching.held_back import APPROVERS_TURN, WAITS_FOR_AUTHORISER, held_back
from broadcasts.models import Delivery
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from tests.broadcasts.elections.declarations import authorised, declared
from tests.builders import NOW, campaign, hire, subscribe_crowd, under_way
from tests.elections.periods import active, rome, written
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA

pytestmark = pytest.mark.django_db
SUSPENDED, APPROVED = CampaignStatus.SUSPENDED, CampaignStatus.APPROVED
AT_NOON = {"status": APPROVED, "scheduled_for": rome(2026, 6, 8, 12)}


def told(who=ROSA, period=None) -> list[tuple[str, str, str]]:
    """What the page says: of which, its state and the rest, whose turn."""
    found = held_back(period or active(), hire(who), NOW)
    return [(str(one.campaign), f"{one.state}: {one.told}", one.turn) for one in found]


def test_what_was_stopped_halfway_comes_first_with_its_people():
    subscribe_crowd(5)
    row = under_way(title="Festa")
    row.status = SUSPENDED
    row.author = hire(GIULIA)
    row.save()
    gone = Delivery.objects.filter(campaign=row).order_by("pk").values_list("pk", flat=True)[:2]
    Delivery.objects.filter(pk__in=list(gone)).update(status=DeliveryStatus.DELIVERED)
    campaign(title="Mercato", author=hire(GIULIA), **AT_NOON)
    assert told() == [
        ("Festa", "Fermato a metà: 2 già mandati, 3 fermati · scritto da giulia", "tocca a giulia"),
        ("Mercato", "Trattenuto: programmato per oggi alle 12:00 · scritto da giulia", "tocca a giulia"),
    ]


def test_who_may_declare_it_is_told_so_by_a_button():
    campaign(title="Mercato", author=hire(GIULIA), **AT_NOON)
    assert told(GIULIA) == [("Mercato", "Trattenuto: programmato per oggi alle 12:00 · scritto da te", "")]


def test_what_is_declared_waits_for_who_authorises_and_what_is_authorised_is_not_held_back():
    period = active()
    declared(campaign(title="Mercato", author=hire(GIULIA), **AT_NOON))
    authorised(campaign(title="Argine", author=hire(GIULIA), **AT_NOON))
    authorised(campaign(title="Scuole", author=hire(GIULIA), status=CampaignStatus.IN_REVIEW))
    found = [(title, turn) for title, _, turn in told(GIULIA, period)]
    assert found == [("Scuole", APPROVERS_TURN), ("Mercato", WAITS_FOR_AUTHORISER)]


def test_what_the_service_proposed_is_the_approver_s():
    campaign(title="Promemoria", author=None, **AT_NOON)
    assert [turn for *_, turn in told()] == [APPROVERS_TURN]


@pytest.mark.parametrize(
    "period",
    [
        written,
        lambda: active(applies_to_us=False, applies_reason="Non si vota qui."),
        lambda: active(run_off="no"),
    ],
    ids=["draft", "not ours", "over"],
)
def test_a_period_that_stops_nothing_holds_nothing_back(period):
    hire(PAOLO)
    campaign(title="Mercato", author=hire(GIULIA), **AT_NOON)
    assert told(period=period()) == []
