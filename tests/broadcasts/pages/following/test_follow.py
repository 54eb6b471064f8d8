"""The page of a message that is followed: what it tells of whom it reached and missed, and what it costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts.models import Campaign
from broadcasts.pages.campaigns.campaign_admin import CampaignAdmin
from broadcasts.pages.following.follow import Follow
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.staff_site.site import StaffSite
from tests.builders import NOW, campaign, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, PAOLO
from tests.staff import at_desk

NO_WHATSAPP = "Il numero non ha WhatsApp"


def follow(rf, made: Campaign) -> Follow:
    request = rf.get("/")
    request.user = hire(PAOLO)
    fresh = Campaign.objects.select_related("kept").get(pk=made.pk)
    return Follow(CampaignAdmin(Campaign, StaffSite()), request, fresh)


def over(**fields) -> Campaign:
    return campaign(status=CampaignStatus.SENT, started_at=NOW, finished_at=NOW, approved_at=NOW, **fields)


def test_it_tells_whom_it_missed_and_where_one_reads_of_them(rf):
    people = [subscribe(citizen) for citizen in (ANNA, BRUNO)]
    made = under_way()
    delivery_to(people[0], of=made, status=DeliveryStatus.FAILED, reason=NO_WHATSAPP)
    page = follow(rf, made)
    deliveries = f"/admin/consegne/?campaign={made.pk}&reason=Il+numero+non+ha+WhatsApp"
    assert page.missing == [(1, NO_WHATSAPP, failure_reasons.about(NO_WHATSAPP), deliveries)]
    assert (page.progress.total, page.bar_in_words.count(":")) == (2, len(page.parts))


def test_once_only_totals_are_left_there_is_no_list_and_without_whatsapp_no_cost(rf):
    page = follow(rf, over(totals={"states": {"read": 3, "failed": 1}, "reasons": {"": 1}}))
    assert page.has_only_totals
    assert [(reason, deliveries) for _, reason, _, deliveries in page.missing] == [("Senza spiegazione", "")]

    page = follow(rf, over(by_whatsapp=False, outlets=["site"]))
    assert page.shown is None
    assert page.public_page["title"] == "Via Roma chiusa al traffico"
    assert (page.said, page.figures, page.warnings) == ([], [], [])


def test_it_asks_the_same_however_many_people_get_it():
    desk = at_desk(PAOLO)

    def queries() -> int:
        Campaign.objects.update(status=CampaignStatus.SENT)
        address = f"/admin/messaggi/{under_way().pk}/modifica/"
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    subscribe(ANNA)
    queries()
    few = queries()
    for citizen in (BRUNO, CARLA):
        subscribe(citizen)
    assert queries() == few <= 22
