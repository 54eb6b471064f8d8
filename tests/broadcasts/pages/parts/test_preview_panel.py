"""The panel beside a broadcast: each fact is asked once, and only what its state needs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts.models import Campaign, NumberStatus
from broadcasts.pages.parts.preview_panel import preview_panel_of
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.plan import Plan
from subscribers.models import Subscriber
from tests.broadcasts.elections.periods import active
from tests.builders import NOW, campaign, subscribe
from tests.people import ANNA, BRUNO


def panel_and_queries(row: Campaign, **choices) -> tuple[dict, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        panel = preview_panel_of(Plan(row, NOW), **choices)
    return panel, [query["sql"] for query in asked]


def asks(queries: list[str], model: type) -> int:
    """How many of them read rows of `model`."""
    return sum(f'FROM "{model._meta.db_table}"' in sql for sql in queries)


@pytest.mark.parametrize("has_period", [False, True])
def test_people_are_counted_once_and_things_looked_at_once(has_period):
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    if has_period:
        active()
    panel, queries = panel_and_queries(campaign())
    assert panel["summary"]["people"] == "2 persone"
    assert bool(panel["panels"]) is has_period
    assert (asks(queries, Subscriber), asks(queries, NumberStatus)) == (1, 1)


@pytest.mark.parametrize(
    ("status", "choices"), [(CampaignStatus.DRAFT, {"with_people": False}), (CampaignStatus.SENT, {})]
)
def test_nobody_is_counted_where_nobody_asks_for_people(status, choices):
    subscribe(ANNA)
    panel, queries = panel_and_queries(campaign(status=status), **choices)
    assert (panel["summary"], panel["panels"], asks(queries, Subscriber)) == (None, [], 0)


def test_what_is_missing_is_no_problem_yet_and_the_room_may_be_too_little():
    panel, _ = panel_and_queries(campaign(title="", body="Passa in\tComune", link="http://comune.example"))
    assert panel["missing"] == ["titolo"]
    assert set(panel["problems"]) == {"body", "link"}
    approved, _ = panel_and_queries(campaign(title="", status=CampaignStatus.APPROVED))
    assert (approved["missing"], approved["problems"], approved["left"]) == ([], {}, None)

    assert panel_and_queries(campaign())[0]["over"] == 0
    panel, _ = panel_and_queries(campaign(body="è" * 2000))
    assert panel["over"] == -panel["left"] > 0
