"""Meta's own bill, as the simulated WhatsApp tells it from what it accepted, or wrong on purpose."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import responses
from django.conf import settings
from django.utils import timezone

from broadcasts.costs import reported
from broadcasts.costs.comparison import comparison_of
from broadcasts.models import Expense, ReportedCharge, ReportedReading
from broadcasts.rules.pricing import month_of
from cascina_whatsapp.whatsapp.cloud_api.analytics import AnalyticsApi
from tests.box.tests.in_process import InProcess
from tests.box.tests.running import definition
from tests.builders import campaign
from tests.people import ANNA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
PAGE = "/admin/tetti-di-spesa/conto/"


@pytest.fixture
def meta():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield InProcess(mock, "http://127.0.0.1:1/")


@pytest.fixture
def api() -> AnalyticsApi:
    return AnalyticsApi.from_settings(settings)


@pytest.fixture(autouse=True)
def in_the_middle_of_a_month(time_machine):
    """Meta's days are those of UTC: on the first of a month, between midnight and one, it is another month there."""
    time_machine.move_to(datetime(2026, 11, 12, 10, tzinfo=UTC))


def accepted(meta: InProcess, count: int, *, inside: int = 0) -> None:
    """So many messages of a template arrived today, and so many replies."""
    whatsapp = meta.whatsapp
    citizen = whatsapp.citizens.with_phone(ANNA.phone)
    template = whatsapp.shelf.templates.get(("avviso", "it")) or whatsapp.shelf.add(definition())
    for number in range(count + inside):
        kind = template if number < count else None
        sent = whatsapp.sent_messages.accept(
            citizen, {"type": "template"}, b"", kind, timezone.now().timestamp()
        )
        sent.status = "delivered"


def read(api: AnalyticsApi) -> bool:
    return reported.read(api=api, now=timezone.now() + timedelta(seconds=1))


def told() -> list[tuple]:
    return sorted(ReportedCharge.objects.values_list("category", "kind", "country", "messages", "cost"))


def test_it_tells_what_it_accepted_by_category_type_and_country(meta, api):
    accepted(meta, 3, inside=2)
    assert read(api)
    assert told() == [
        ("service", "free_customer_service", "IT", 2, 0),
        ("utility", "regular", "IT", 3, Decimal("0.09")),
    ]
    assert ReportedCharge.objects.first().day == timezone.now().astimezone(UTC).date()


def test_what_failed_is_not_billed(meta, api):
    accepted(meta, 2)
    meta.whatsapp.sent_messages.accepted[0].status = "failed"
    read(api)
    assert told() == [("utility", "regular", "IT", 1, Decimal("0.03"))]


def test_read_again_a_day_is_as_meta_tells_it_now_and_ours_is_never_touched(meta, api):
    made = campaign()
    Expense.objects.create(
        campaign=made, day=timezone.localdate(), in_window=False, category="utility", messages=5
    )
    accepted(meta, 3)
    read(api)
    accepted(meta, 1)
    read(api)
    assert told() == [("utility", "regular", "IT", 4, Decimal("0.12"))]
    assert Expense.objects.get().messages == 5


def test_made_to_be_wrong_it_differs_by_as_much(meta, api):
    accepted(meta, 10)
    meta.behaves(bill_more_messages=5, bill_factor=2.0)
    read(api)
    assert told() == [("utility", "regular", "IT", 15, Decimal("0.9"))]


def test_without_the_permission_the_page_says_so_and_what_was_known_stays(meta, api):
    accepted(meta, 3)
    read(api)
    meta.behaves(bill_allowed=False)
    assert not read(api)
    assert (len(told()), ReportedReading.objects.get().refusal_code) == (1, 200)
    text = at_desk(PAOLO).get(PAGE).text
    assert "WhatsApp non ci dà il suo conto: di solito alla chiave di accesso manca un permesso." in text


def test_where_meta_tells_no_cost_the_page_compares_messages_alone(meta, api):
    accepted(meta, 3)
    meta.behaves(bill_costs=False)
    assert read(api)
    found = comparison_of(*month_of(timezone.now()))
    assert (found.total.messages, found.total.cost, found.has_costs) == (3, None, False)
    text = at_desk(PAOLO).get(PAGE).text
    assert "WhatsApp dice quanti messaggi ha consegnato, ma non quanto costano." in text
    assert "non lo dice" in text


def test_before_anything_was_read_the_page_says_that_too():
    text = at_desk(PAOLO).get(PAGE).text
    assert "Il conto di WhatsApp non è ancora stato chiesto: si legge ogni notte." in text
    assert "La fattura<" not in text


@pytest.mark.parametrize(
    "asked",
    [
        "pricing_analytics.start(1).end(2).granularity(DAILY).dimensions(COUNTRY).metric_types(COST)",
        "pricing_analytics.start(5).end(2).granularity(DAILY)",
        "pricing_analytics.start({now}).end({later}).granularity(WEEKLY)",
        "pricing_analytics.start({now}).end({later}).granularity(DAILY).dimensions(CITY)",
        "pricing_analytics.start({now}).end({later}).granularity(DAILY).metric_types(PROFIT)",
    ],
)
def test_the_simulated_whatsapp_refuses_what_meta_would(meta, api, asked):
    now = int(timezone.now().timestamp())
    response = api._call("GET", api._account, params={"fields": asked.format(now=now - 60, later=now)})
    assert (response.status_code, response.json()["error"]["code"]) == (400, 100)


@pytest.mark.parametrize(
    "answer",
    [{"pricing_analytics": {"data": [{"data_points": [{"start": "oggi"}]}]}}, {"pricing_analytics": [1]}, []],
)
def test_an_answer_that_nobody_understands_changes_nothing(api, answer):
    ReportedCharge.objects.create(day=timezone.localdate(), category="utility", kind="regular", messages=1)
    with responses.RequestsMock() as meta:
        account = settings.WHATSAPP_BUSINESS_ACCOUNT_ID
        meta.get(f"{settings.WHATSAPP_API_URL}/{settings.WHATSAPP_API_VERSION}/{account}", json=answer)
        assert not read(api)
    assert len(told()) == 1


@pytest.mark.parametrize(("nights", "is_told"), [(0, False), (1, False), (2, True)])
def test_a_bill_that_is_read_every_night_has_no_day_and_an_older_one_has(nights, is_told):
    read_at = timezone.now() - timedelta(days=nights)
    ReportedReading.objects.create(pk=1, asked_at=read_at, answered_at=read_at)
    assert ("Ultima lettura:" in at_desk(PAOLO).get(PAGE).text) is is_told
