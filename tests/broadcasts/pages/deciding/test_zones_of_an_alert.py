"""Who approves an alert on a place reads that it goes beyond it, and may keep it there."""

from html import unescape

import pytest

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from tests.broadcasts.pages.pages import page
from tests.builders import campaign, choose_zones, hire, subscribe, topic, zone
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.usefixtures("ready")
BEYOND = "È un'allerta: arriva anche fuori da Zambra."
KEPT = "Mandala solo a chi ha scelto Zambra o non ha scelto zone: 1 persona"


@pytest.fixture
def alert(settings) -> Campaign:
    """By Giulia, on Zambra; Anna lives there, Bruno elsewhere."""
    settings.SMALLEST_AUDIENCE = 1
    subscribe(ANNA)
    subscribe(BRUNO)
    choose_zones(BRUNO, "Navacchio")
    return campaign(
        author=hire(GIULIA), topic=topic("Allerte e urgenze"), zones=[zone("Zambra")], status=C.IN_REVIEW
    )


@pytest.mark.parametrize(
    ("ticked", "to_whom", "people"),
    [({}, "Allerte e urgenze", "2 persone"), ({"keeps_to_zones": "on"}, "solo Zambra", "1 persona")],
)
def test_both_ways_are_read_and_what_was_decided_is_read_again(ticked, to_whom, people, alert):
    desk = at_desk(PAOLO)
    text = unescape(desk.get(page(alert, "launch")).text)
    assert text.index(BEYOND) < text.index(KEPT) < text.rindex('form="approve"')
    assert "2 persone" in text

    told = desk.post(page(alert, "launch"), {"seen": fingerprint_of(alert), **ticked}, follow=True)
    row = Campaign.objects.get()
    assert (row.status, row.keeps_to_zones) == (C.APPROVED, bool(ticked))
    assert to_whom in row.to_whom
    assert people in told.text
    assert row.events.get(what="approved").note in unescape(at_desk(GIULIA).get(page(row, "change")).text)


@pytest.mark.parametrize(
    "fields", [{"topic": None, "zones": ["Zambra"]}, {"topic": "Allerte e urgenze", "zones": []}]
)
def test_nothing_is_asked_of_what_is_no_alert_or_names_no_zone(fields, alert):
    named = topic(*filter(None, [fields["topic"]]))
    row = campaign(topic=named, zones=[zone(one) for one in fields["zones"]], status=C.IN_REVIEW)
    assert "keeps_to_zones" not in at_desk(PAOLO).get(page(row, "launch")).text


def test_other_zones_than_those_that_were_read_are_read_first(alert):
    seen = fingerprint_of(alert)
    alert.zones.set([zone("Navacchio")])
    told = at_desk(PAOLO).post(page(alert, "launch"), {"seen": seen, "keeps_to_zones": "on"})

    assert Campaign.objects.get().status == C.IN_REVIEW
    assert "fuori da Navacchio" in unescape(told.text)
