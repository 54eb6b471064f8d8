"""A broadcast for some zones: whom it concerns, how it is told, and that it singles nobody out."""

from itertools import product

import pytest

from broadcasts import launching
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.content.validation import launch_problems, review_problems
from broadcasts.launching import CannotLaunch
from broadcasts.launching.message import told
from broadcasts.models import Campaign, Delivery
from broadcasts.models.audience import Audience
from broadcasts.rules.states import CampaignStatus as C
from subscribers.models import Subscriber
from tests.broadcasts.rows import fresh
from tests.builders import NOW, campaign, choose_zones, hire, subscribe_crowd, topic, under_way, zone
from tests.people import GIULIA, PAOLO

ALERTS = "Allerte e urgenze"


def sets(one: int, other: int) -> list[frozenset[int] | None]:
    """All, one, the other, both."""
    return [None, *map(frozenset, ((one,), (other,), (one, other)))]


def test_whom_it_concerns_is_the_same_in_memory_of_all_at_once_and_of_each_delivery():
    """Every choice of two topics and two zones, for every audience of the same."""
    topics = sets(topic("Eventi e cultura").pk, topic(ALERTS).pk)
    zones = sets(zone("Navacchio").pk, zone("Zambra").pk)
    choices = list(product([*topics, frozenset()], [*zones, frozenset()]))
    subscribe_crowd(len(choices))
    under_way(to_everybody=True, everybody_reason="Sciopero")
    chosen = dict(zip(Subscriber.objects.all(), choices, strict=True))
    for person, (own_topics, own_zones) in chosen.items():
        person.follows_all, person.all_zones = own_topics is None, own_zones is None
        person.save()
        person.topics.set(own_topics or ())
        person.zones.set(own_zones or ())
        assert person.chosen() == (own_topics, own_zones)

    for meant in (Audience(*both) for both in product(topics, zones)):
        in_memory = {person.pk for person, own in chosen.items() if meant.concerns(*own)}
        assert set(Subscriber.objects.filter(meant.is_meant()).values_list("pk", flat=True)) == in_memory
        deliveries = Delivery.objects.filter(meant.is_meant("subscriber"))
        assert set(deliveries.values_list("subscriber", flat=True)) == in_memory


@pytest.mark.parametrize(
    ("fields", "in_full", "in_a_list"),
    [
        ({"zones": ["Zambra"]}, "Viabilità e cantieri, solo Zambra", "Viabilità, solo Zambra"),
        (
            {"zones": ["Zambra", "Navacchio", "Pettori"]},
            "Viabilità e cantieri, solo Navacchio, Pettori e Zambra",
            "Viabilità, solo Navacchio e altre 2",
        ),
        (
            {"zones": ["Zambra"], "to_everybody": True, "everybody_reason": "Sciopero"},
            "Tutti gli iscritti, solo Zambra",
            "Tutti, solo Zambra",
        ),
        ({"zones": ["Zambra"], "topic": None}, "", ""),
        ({"zones": ["Zambra"], "topic": ALERTS}, ALERTS, "Allerte"),
        (
            {"zones": ["Zambra"], "topic": ALERTS, "keeps_to_zones": True},
            f"{ALERTS}, solo Zambra",
            "Allerte, solo Zambra",
        ),
    ],
)
def test_to_whom_is_told_with_its_zones_where_it_keeps_to_them(fields: dict, in_full: str, in_a_list: str):
    chosen = {"topic": topic(fields["topic"])} if fields.get("topic") else {}
    row = campaign(**fields | chosen | {"zones": [zone(name) for name in fields["zones"]]})
    [message] = told([row], hire(PAOLO), NOW)

    assert (row.to_whom, message.to_whom) == (in_full, in_a_list)


@pytest.fixture
def navacchio(ready, settings):
    """Three people live in Navacchio, one in Zambra, and Anna does not say; fewer than four are too few."""
    settings.SMALLEST_AUDIENCE = 4
    citizens = subscribe_crowd(4)
    for citizen in citizens[:3]:
        choose_zones(citizen, "Navacchio")
    choose_zones(citizens[3], "Zambra")


@pytest.mark.parametrize(
    ("zones", "fields", "field"),
    [
        ([], {}, None),
        (["Navacchio"], {}, None),
        (["Zambra"], {}, "zones"),
        (["Zambra", "Navacchio"], {}, None),
        (["Zambra"], {"by_whatsapp": False}, None),
        (["Zambra"], {"is_urgent": True, "urgent_reason": "Frana"}, None),
        (["Zambra"], {"topic": ALERTS}, None),
        (["Zambra"], {"topic": ALERTS, "keeps_to_zones": True}, "zones"),
    ],
)
def test_so_few_that_one_could_tell_who_get_nothing(zones, fields, field, navacchio):
    topics = {"topic": topic(fields["topic"])} if "topic" in fields else {}
    row = campaign(zones=[zone(name) for name in zones], **fields | topics)
    for problems in (review_problems(row, NOW), launch_problems(row, NOW)):
        assert [problem.field for problem in problems] == ([field] if field else [])


def test_who_has_left_since_the_approval_leaves_too_few_and_it_does_not_start(
    navacchio, api, settings, paolo
):
    row = campaign(zones=[zone()])
    launching.launch(campaign=row, by=paolo, now=NOW)
    settings.SMALLEST_AUDIENCE = 5

    assert not launching.start(row, api=api, now=NOW)
    assert fresh(row).status == C.PAUSED
    assert "meno di 5 persone" in fresh(row).pause_reason


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.zones.add(zone("Zambra")),
        lambda row: row.zones.clear(),
        lambda row: Campaign.objects.update(is_urgent=True),
        lambda row: type(topic()).objects.update(is_alert=True),
    ],
)
def test_other_zones_than_the_approved_ones_and_an_alert_that_goes_beyond_them_do_not_start(
    change, navacchio, api, paolo
):
    row = campaign(zones=[zone()])
    launching.launch(campaign=row, by=paolo, now=NOW)
    change(row)

    assert not launching.start(fresh(row), api=api, now=NOW)
    assert (fresh(row).status, fresh(row).deliveries.count()) == (C.IN_REVIEW, 0)


@pytest.mark.parametrize(
    ("keeps", "people", "note"),
    [
        (False, 5, "È un'allerta: arriva anche fuori da Navacchio."),
        (True, 4, "È un'allerta: va solo a chi ha scelto Navacchio o non ha scelto zone."),
    ],
)
def test_an_alert_goes_to_all_unless_its_approver_keeps_it_to_its_zones(
    keeps, people, note, navacchio, api, paolo
):
    row = campaign(zones=[zone()], topic=topic(ALERTS))
    launching.launch(campaign=row, by=paolo, now=NOW, keeps_to_zones=keeps)
    assert row.events.get(what="approved").note == note

    launching.pause(campaign=row, by=paolo, now=NOW)
    launching.resume(campaign=fresh(row), by=paolo, now=NOW)
    assert launching.start(fresh(row), api=api, now=NOW)
    assert fresh(row).deliveries.count() == people


def test_who_decides_anew_decides_on_the_zones_anew(navacchio, paolo):
    row = campaign(zones=[zone()], topic=topic(ALERTS), status=C.IN_REVIEW)
    before = fingerprint_of(row)
    launching.launch(campaign=row, by=paolo, now=NOW, keeps_to_zones=True)
    assert fingerprint_of(row) != before
    launching.take_back(campaign=row, by=paolo, now=NOW)
    assert fingerprint_of(fresh(row)) == before

    few = campaign(zones=[zone("Zambra")], topic=topic(ALERTS), status=C.IN_REVIEW, author=hire(GIULIA))
    with pytest.raises(CannotLaunch, match="meno di 4 persone"):
        launching.launch(campaign=few, by=paolo, now=NOW, keeps_to_zones=True)
    assert not fresh(few).keeps_to_zones
