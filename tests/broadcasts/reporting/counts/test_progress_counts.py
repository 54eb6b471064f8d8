"""A broadcast on its way is counted whenever somebody looks; of a large one that is over the counts are kept."""

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.reporting import progress_counts
from broadcasts.reporting.progress import progress_of, progress_of_all
from tests.broadcasts.moments import DAY, MINUTE
from tests.builders import NOW, campaign, delivery_to, subscribe
from tests.people import ANNA

HUGE = {"failed": 400_000, "read": 600_000}
OVER = {"status": "sent", "started_at": NOW, "finished_at": NOW, "counted": HUGE, "counted_at": NOW}


@pytest.mark.parametrize(
    ("fields", "queries"),
    [
        ({}, 0),
        ({"counted": {"read": 5000}}, 1),
        ({"status": "sending", "finished_at": None}, 1),
        ({"finished_at": NOW + MINUTE}, 1),
        ({"status": "cancelled", "finished_at": NOW + MINUTE}, 1),
        ({"counted": {}, "counted_at": None}, 1),
        ({"counted": {}, "counted_at": None, "totals": {"states": {"read": 1}}}, 0),
    ],
    ids=["over", "few", "on its way", "over again", "called off", "not counted", "totals"],
)
def test_what_is_kept_holds_once_a_large_one_is_over(fields, queries, django_assert_num_queries):
    made = campaign(**OVER | fields)
    with django_assert_num_queries(queries):
        progress = progress_of_all([made])[made.pk]
    assert progress.total == (0 if queries else sum((made.kept.totals.get("states") or HUGE).values()))


def test_of_a_few_everybody_sees_the_latest():
    delivery = delivery_to(subscribe(ANNA), status="delivered")
    assert launching.finish(delivery.campaign, now=NOW)
    Delivery.objects.update(status="read")
    made = Campaign.objects.get()
    assert (made.kept.counted, progress_of(made).read) == ({"delivered": 1}, 1)


@pytest.mark.parametrize(("over_since", "counted"), [(NOW, {"read": 1}), (NOW + MINUTE, {"delivered": 1})])
def test_what_arrives_afterwards_is_counted_for_a_while(over_since, counted):
    delivery = delivery_to(subscribe(ANNA), status="delivered")
    launching.finish(delivery.campaign, now=NOW)
    Delivery.objects.update(status="read")
    progress_counts.refresh_over(NOW + DAY, over_since=over_since)
    assert Campaign.objects.get().kept.counted == counted


def test_totals_are_not_counted_again():
    made = campaign(**OVER | {"totals": {"states": {"read": 1}}})
    progress_counts.refresh_over(NOW + DAY, over_since=NOW)
    made.kept.refresh_from_db()
    assert made.kept.counted == HUGE
