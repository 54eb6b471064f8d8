"""The report of a broadcast: one value, the same for everybody who reads its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts.models import Campaign
from broadcasts.reporting.report.report import Report, report_of
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from tests.builders import NOW, campaign, delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA

pytestmark = pytest.mark.django_db
NO_WHATSAPP = "Il numero non ha WhatsApp"


def queries_for(made: Campaign) -> int:
    fresh = Campaign.objects.select_related("kept").get(pk=made.pk)
    with CaptureQueriesContext(connection) as asked:
        report_of(fresh, NOW)
    return len(asked)


def over(**fields) -> Report:
    return report_of(
        campaign(status=CampaignStatus.SENT, started_at=NOW, finished_at=NOW, approved_at=NOW, **fields), NOW
    )


def test_it_tells_whom_it_missed_and_where_one_reads_of_them():
    people = [subscribe(citizen) for citizen in (ANNA, BRUNO)]
    made = under_way()
    delivery_to(people[0], of=made, status=DeliveryStatus.FAILED, reason=NO_WHATSAPP)
    report = report_of(made, NOW)
    page = f"/admin/consegne/?campaign={made.pk}&reason=Il+numero+non+ha+WhatsApp"
    assert report.missing == [
        {"reason": NO_WHATSAPP, "people": 1, "remedy": failure_reasons.about(NO_WHATSAPP), "page": page}
    ]
    assert report.is_under_way
    assert (report.progress.total, report.bar_in_words.count(":")) == (2, len(report.parts))


def test_once_only_totals_are_left_there_is_no_list_to_read():
    report = over(totals={"states": {"read": 3, "failed": 1}, "reasons": {"": 1}})
    assert report.has_only_totals
    assert [(one["reason"], one["page"]) for one in report.missing] == [("Senza spiegazione", "")]
    assert not report.is_under_way


def test_without_whatsapp_it_shows_the_public_page_and_costs_nothing():
    report = over(by_whatsapp=False, outlets=["site"])
    assert report.shown is None
    assert report.page["title"] == "Via Roma chiusa al traffico"
    assert (report.cost, report.bill, report.outlay) == ("", None, None)


def test_it_asks_the_same_however_many_people_get_it():
    subscribe(ANNA)
    few = queries_for(under_way())
    for citizen in (BRUNO, CARLA):
        subscribe(citizen)
    Campaign.objects.update(status=CampaignStatus.SENT)
    assert queries_for(under_way()) == few
